package dev.dyno.btree;

import dev.dyno.api.Names;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import org.agrona.concurrent.UnsafeBuffer;

/** Checkpoint files for people: the map with every field, and the pages that it refers to, in its order. */
final class TreeDump {

    private TreeDump() {
    }

    /** @return false if the file is not a checkpoint's, or is too damaged to be walked */
    static boolean dump(Disk disk, String name, Dump dump) {
        if (!disk.exists(name) || !name.startsWith(CheckpointFiles.MAP_PREFIX)) {
            return false;
        }
        try (DiskFile file = disk.open(name);
                Region map = Memory.system().map(Math.max(4096, file.size()), "dump", false)) {
            int bytes = file.read(0, map.address(), (int) file.size());
            long header = map.address() + FileHeader.LENGTH;
            if (bytes < FileHeader.LENGTH + MapLayout.LENGTH
                    || MapLayout.checksum(header) != MapLayout.CHECKSUM.get(header)) {
                return false;
            }
            UnsafeBuffer buffer = new UnsafeBuffer(map.address(), bytes);
            dump.heading(name).enter();
            dump.structure(FileHeader.LAYOUT, buffer, 0, 0);
            dump.structure(MapLayout.LAYOUT, buffer, FileHeader.LENGTH, FileHeader.LENGTH);
            int at = dumpTables(buffer, MapLayout.TABLES.get(header), dump);
            dumpPages(disk, buffer, at, header, dump);
            dump.leave();
        }
        return true;
    }

    private static int dumpTables(UnsafeBuffer buffer, int tables, Dump dump) {
        int at = FileHeader.LENGTH + MapLayout.LENGTH;
        for (int i = 0; i < tables; i++) {
            int nameLength = MapTableLayout.NAME_LENGTH.get(buffer, at);
            dump.heading("table").enter();
            dump.structure(MapTableLayout.LAYOUT, buffer, at, at);
            dump.bytes("name", buffer, at + MapTableLayout.LENGTH, nameLength, at + MapTableLayout.LENGTH);
            dump.leave();
            at += MapTableLayout.bytes(nameLength);
        }
        return at;
    }

    private static void dumpPages(Disk disk, UnsafeBuffer buffer, int begin, long header, Dump dump) {
        int pageBytes = MapLayout.PAGE_BYTES.get(header);
        try (DiskFile pages = disk.open(CheckpointFiles.PAGES);
                Region memory = Memory.system().map(pageBytes, "dump", false)) {
            UnsafeBuffer page = new UnsafeBuffer(memory.address(), pageBytes);
            for (int i = 0; i < MapLayout.PAGES.get(header); i++) {
                int at = begin + i * MapPageLayout.LENGTH;
                dump.heading("page " + MapPageLayout.PAGE.get(buffer, at)).enter();
                dump.structure(MapPageLayout.LAYOUT, buffer, at, at);
                long position = (long) MapPageLayout.PLACE.get(buffer, at) * pageBytes;
                boolean whole = pages.read(position, memory.address(), pageBytes) == pageBytes
                        && Checkpointer.checksum(memory.address(), pageBytes) == MapPageLayout.CHECKSUM.get(buffer, at);
                if (whole) {
                    dumpPage(page, position, dump);
                } else {
                    dump.heading("the page is damaged: position " + position + " of " + CheckpointFiles.PAGES);
                }
                dump.leave();
            }
        }
    }

    private static void dumpPage(UnsafeBuffer page, long position, Dump dump) {
        dump.structure(PageLayout.LAYOUT, page, 0, position);
        long address = page.addressOffset();
        int level = PageLayout.LEVEL.get(address);
        try (Region key = Memory.system().map(Probe.BYTES, "dump", false)) {
            for (int i = 0; i < PageLayout.COUNT.get(address); i++) {
                long reference = PageLayout.reference(address, i);
                int upper = PageLayout.upper(reference);
                int length = PageReader.copyKey(address, i, key.address());
                if (level > 0) {
                    dump.heading("separator " + Names.printable(new UnsafeBuffer(key.address(), length)) + ": page "
                            + upper);
                    continue;
                }
                dump.heading("item " + KeyCodec.decode(key.address(), length) + ": sequence "
                        + PageReader.sequence(address, reference) + ", value of " + PageLayout.valueLength(upper)
                        + " bytes" + (PageLayout.isLarge(upper) ? " in " + CheckpointFiles.LARGE : "")).enter();
                int offset = PageLayout.offset(reference);
                dump.bytes("entry", page, offset, PageReader.entryBytes(address, i), position + offset);
                dump.leave();
            }
        }
    }
}
