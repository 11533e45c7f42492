package dev.dyno.lsm.table;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Scratch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.checksum.Crc32c;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Value files for people. Such a file does not say what is in it: the tables beside it do, so they are walked for
 * pointers into it. What none of them points to is garbage that a merge will leave behind.
 */
public final class ValueDump {

    private static final int CACHE_BYTES = 1 << 20;
    private static final int BLOCK_BYTES = 4096;

    private final Disk disk;
    private final String name;
    private final Dump dump;
    private final List<Found> found = new ArrayList<>();

    /** A value, as a table has it. */
    private record Found(long position, int length, int checksum, String what) {
    }

    private ValueDump(Disk disk, String name, Dump dump) {
        this.disk = disk;
        this.name = name;
        this.dump = dump;
    }

    /** @return false if the file is not a value file, or too damaged to be walked */
    public static boolean dump(Disk disk, String name, Dump dump) {
        return TableFormat.isValues(name) && disk.exists(name) && new ValueDump(disk, name, dump).run();
    }

    private boolean run() {
        try (DiskFile file = disk.open(name);
                Region region = Memory.system().map(Math.max(4096, file.size()), "dump", false)) {
            int bytes = file.read(0, region.address(), Math.toIntExact(file.size()));
            if (bytes < FileHeader.LENGTH) {
                return false;
            }
            UnsafeBuffer buffer = new UnsafeBuffer(region.address(), bytes);
            dump.heading(name).enter();
            dump.structure(FileHeader.LAYOUT, buffer, 0, 0);
            FileHeader header = FileHeader.read(file, new UnsafeBuffer(region.address(), FileHeader.LENGTH));
            TableFormat format = new TableFormat(header.engine(), header.engineId(), BLOCK_BYTES, FilterKind.NONE, 1,
                    Codec.NONE, Integer.MAX_VALUE);
            disk.list().stream().filter(TableFormat::isTable).sorted().forEach(table -> walk(table, format));
            show(buffer, bytes);
            dump.leave();
        } catch (EngineException.Corrupt | EngineException.Incompatible e) {
            dump.heading("damaged: " + e.getMessage()).leave();
        }
        return true;
    }

    /** Collects the pointers of a table that go into this file. */
    private void walk(String table, TableFormat format) {
        try (DiskFile of = disk.open(table); ValueFiles values = new ValueFiles(disk, Memory.system());
                BlockCache cache = new BlockCache(Memory.system(), CACHE_BYTES, BLOCK_BYTES);
                Reading reading = new Reading(Memory.system(), cache);
                Scratch key = new Scratch(Memory.system(), KeyCodec.BYTES_MAX, "dump");
                TableFile open = TableFile.open(disk, Memory.system(), format, TableFormat.idOf(table), of.size(),
                        new LongAdder(), values)) {
            LevelSource source = new LevelSource(key, reading).open(new Level(List.of(open)), Long.MAX_VALUE);
            for (source.first(); source.isValid(); source.nextEntry()) {
                if (source.kind() == EntryKind.POINTER) {
                    add(table, source);
                }
            }
        } catch (EngineException.Corrupt | EngineException.Incompatible e) {
            dump.heading("not walked: " + e.getMessage());
        }
    }

    private void add(String table, LevelSource source) {
        long pointer = source.valueAddress();
        if (!name.equals(TableFormat.valuesNameOf(PointerLayout.FILE_ID.get(pointer)))) {
            return;
        }
        String what = "value of " + KeyCodec.decode(source.keyAddress(), source.keyLength()) + ": sequence "
                + source.sequence() + ", in " + table;
        found.add(new Found(PointerLayout.POSITION.get(pointer), PointerLayout.VALUE_LENGTH.get(pointer),
                PointerLayout.CHECKSUM.get(pointer), what));
    }

    private void show(UnsafeBuffer buffer, int bytes) {
        found.sort(Comparator.comparingLong(Found::position));
        long end = FileHeader.LENGTH;
        for (Found value : found) {
            garbage(buffer, end, Math.min(value.position(), bytes));
            boolean inside = value.position() >= FileHeader.LENGTH && value.position() + value.length() <= bytes;
            boolean whole = inside && value.checksum() == Crc32c.INSTANCE.compute(
                    buffer.addressOffset() + value.position(), 0, value.length());
            dump.heading(value.what() + (whole ? "" : inside ? ", wrong checksum" : ", outside of the file")).enter();
            if (inside) {
                dump.bytes("value", buffer, (int) value.position(), value.length(), value.position());
            }
            dump.leave();
            end = Math.max(end, value.position() + value.length());
        }
        garbage(buffer, end, bytes);
    }

    private void garbage(UnsafeBuffer buffer, long from, long to) {
        if (from < to) {
            dump.heading("no table points here").enter()
                    .bytes("garbage", buffer, (int) from, (int) (to - from), from).leave();
        }
    }
}
