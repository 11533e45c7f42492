package dev.dyno.lsm;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes manifests. Order of a change: the files that it names are synced, and their folder; the new manifest
 * is written under another name, synced, renamed, and its folder synced; then the old one is deleted. A crash leaves
 * the old or the new one whole, and never one whose files are not there.
 *
 * <p>Threads: one at a time.
 */
final class Manifests {

    static final String PREFIX = "manifest/manifest-";
    static final String NEW = "manifest/new";
    static final String KIND = "manifest";
    static final int VERSION = 1;

    private final Disk disk;
    private final Memory memory;
    private long engineId;

    Manifests(Disk disk, Memory memory) {
        this.disk = disk;
        this.memory = memory;
    }

    static String nameOf(long generation) {
        return PREFIX + String.format("%016x", generation);
    }

    /** The manifest that counts; {@link ManifestState#NONE} if there is none. */
    ManifestState load() {
        List<String> names = names();
        if (names.isEmpty()) {
            return ManifestState.NONE;
        }
        String name = names.getLast();
        try (DiskFile file = disk.open(name)) {
            int bytes = (int) Math.min(Integer.MAX_VALUE, file.size());
            try (Region region = memory.map(Math.max(bytes, FileHeader.LENGTH), "manifest", false)) {
                engineId = FileHeader.read(file, new UnsafeBuffer(region.address(), FileHeader.LENGTH))
                        .expect(name, LsmEngineProvider.NAME, KIND, VERSION).engineId();
                bytes = file.read(0, region.address(), bytes);
                return decode(name, region.address() + FileHeader.LENGTH, bytes - FileHeader.LENGTH);
            }
        }
    }

    private List<String> names() {
        return disk.list().stream().filter(name -> name.startsWith(PREFIX)).sorted().toList();
    }

    /** Of the engine that wrote the manifest that was loaded. */
    long engineId() {
        return engineId;
    }

    private static ManifestState decode(String name, long header, int bytes) {
        if (bytes < ManifestLayout.LENGTH || ManifestLayout.CHECKSUM.get(header) != ManifestLayout.checksum(header)) {
            throw ManifestLayout.LAYOUT.corrupt(name, FileHeader.LENGTH, ManifestLayout.CHECKSUM,
                    bytes < ManifestLayout.LENGTH ? bytes + " bytes" : ManifestLayout.CHECKSUM.get(header),
                    "a whole header and its checksum");
        }
        long at = header + ManifestLayout.LENGTH;
        int content = Crc32c.INSTANCE.compute(at, 0, bytes - ManifestLayout.LENGTH);
        if (content != ManifestLayout.CONTENT_CHECKSUM.get(header)) {
            throw ManifestLayout.LAYOUT.corrupt(name, FileHeader.LENGTH, ManifestLayout.CONTENT_CHECKSUM, content,
                    ManifestLayout.CONTENT_CHECKSUM.get(header));
        }
        if (!name.equals(nameOf(ManifestLayout.GENERATION.get(header)))) {
            throw ManifestLayout.LAYOUT.corrupt(name, FileHeader.LENGTH, ManifestLayout.GENERATION,
                    ManifestLayout.GENERATION.get(header), "the one in the file's name");
        }
        List<TableSpec> tables = new ArrayList<>();
        for (int i = 0; i < ManifestLayout.TABLES.get(header); i++) {
            tables.add(table(at));
            at += ManifestTableLayout.bytes(ManifestTableLayout.NAME_LENGTH.get(at));
        }
        List<ManifestState.Entry> files = new ArrayList<>();
        for (int i = 0; i < ManifestLayout.FILES.get(header); i++) {
            files.add(new ManifestState.Entry(ManifestFileLayout.FILE_ID.get(at), ManifestFileLayout.BYTES.get(at),
                    ManifestFileLayout.TABLE_ID.get(at), ManifestFileLayout.LEVEL.get(at),
                    ManifestFileLayout.RUN.get(at)));
            at += ManifestFileLayout.LENGTH;
        }
        return new ManifestState(ManifestLayout.GENERATION.get(header), ManifestLayout.FLUSHED.get(header),
                ManifestLayout.NEXT_FILE_ID.get(header), ManifestLayout.HIGHEST_TABLE_ID.get(header), tables, files);
    }

    private static TableSpec table(long at) {
        byte[] name = new byte[ManifestTableLayout.NAME_LENGTH.get(at)];
        for (int i = 0; i < name.length; i++) {
            name[i] = UnsafeApi.getByte(at + ManifestTableLayout.LENGTH + i);
        }
        return new TableSpec(new String(name, StandardCharsets.US_ASCII), ManifestTableLayout.TABLE_ID.get(at),
                ManifestTableLayout.SORTED.get(at) == 1);
    }

    /**
     * Makes a state the one that counts, durably. The folder of table files is synced with it, before.
     *
     * @return bytes written
     * @throws EngineException.Full if there is no space; the manifest before it still counts
     */
    int write(ManifestState state, long ofEngine) {
        disk.syncDirectory(); // a crash may keep the manifest's name and lose an earlier one
        int bytes = bytes(state);
        try (Region region = memory.map(bytes, "manifest", false)) {
            encode(state, ofEngine, region.address(), bytes);
            if (disk.exists(NEW)) {
                disk.delete(NEW);
            }
            try (DiskFile file = disk.create(NEW)) {
                file.write(0, region.address(), bytes);
                file.sync();
            }
        }
        name(state.generation());
        return bytes;
    }

    /** From here on it is not known which manifest counts until the folder is synced: every failure is final. */
    private void name(long generation) {
        String name = nameOf(generation);
        try {
            disk.rename(NEW, name);
            disk.syncDirectory();
        } catch (EngineException.Full e) {
            throw new EngineException.Failed("a manifest could not be named: cause=" + e.getMessage(), e);
        }
        names().stream().filter(other -> !other.equals(name)).forEach(disk::delete);
    }

    private static int bytes(ManifestState state) {
        int bytes = FileHeader.LENGTH + ManifestLayout.LENGTH + state.files().size() * ManifestFileLayout.LENGTH;
        for (TableSpec table : state.tables()) {
            bytes += ManifestTableLayout.bytes(table.name().length());
        }
        return bytes;
    }

    private static void encode(ManifestState state, long ofEngine, long address, int bytes) {
        new FileHeader(LsmEngineProvider.NAME, KIND, VERSION, ofEngine)
                .encode(new UnsafeBuffer(address, FileHeader.LENGTH), 0);
        long header = address + FileHeader.LENGTH;
        ManifestLayout.GENERATION.set(header, state.generation());
        ManifestLayout.FLUSHED.set(header, state.flushed());
        ManifestLayout.NEXT_FILE_ID.set(header, state.nextFileId());
        ManifestLayout.HIGHEST_TABLE_ID.set(header, state.highestTableId());
        ManifestLayout.TABLES.set(header, state.tables().size());
        ManifestLayout.FILES.set(header, state.files().size());
        long at = header + ManifestLayout.LENGTH;
        for (TableSpec table : state.tables()) {
            byte[] name = table.name().getBytes(StandardCharsets.US_ASCII);
            ManifestTableLayout.TABLE_ID.set(at, table.id());
            ManifestTableLayout.SORTED.set(at, table.sorted() ? 1 : 0);
            ManifestTableLayout.NAME_LENGTH.set(at, name.length);
            for (int i = 0; i < name.length; i++) {
                UnsafeApi.putByte(at + ManifestTableLayout.LENGTH + i, name[i]);
            }
            at += ManifestTableLayout.bytes(name.length);
        }
        for (ManifestState.Entry file : state.files()) {
            ManifestFileLayout.FILE_ID.set(at, file.fileId());
            ManifestFileLayout.BYTES.set(at, file.bytes());
            ManifestFileLayout.RUN.set(at, file.run());
            ManifestFileLayout.TABLE_ID.set(at, file.tableId());
            ManifestFileLayout.LEVEL.set(at, file.level());
            at += ManifestFileLayout.LENGTH;
        }
        ManifestLayout.CONTENT_CHECKSUM.set(header, Crc32c.INSTANCE.compute(
                header + ManifestLayout.LENGTH, 0, bytes - FileHeader.LENGTH - ManifestLayout.LENGTH));
        ManifestLayout.CHECKSUM.set(header, ManifestLayout.checksum(header));
    }
}
