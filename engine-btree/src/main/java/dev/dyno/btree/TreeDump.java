package dev.dyno.btree;

import dev.dyno.api.Names;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;
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
            dumpRanges(buffer, at + MapLayout.PAGES.get(header) * MapPageLayout.LENGTH, header, dump);
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
                Region memory = Memory.system().map(2L * pageBytes + 2 * Probe.BYTES, "dump", false)) {
            UnsafeBuffer image = new UnsafeBuffer(memory.address(), pageBytes);
            long key = memory.address() + pageBytes;
            UnsafeBuffer page = new UnsafeBuffer(key + Probe.BYTES, pageBytes);
            for (int i = 0; i < MapLayout.PAGES.get(header); i++) {
                int at = begin + i * MapPageLayout.LENGTH;
                dump.heading("page " + MapPageLayout.PAGE.get(buffer, at)).enter();
                dump.structure(MapPageLayout.LAYOUT, buffer, at, at);
                long position = (long) MapPageLayout.PLACE.get(buffer, at) * Places.UNIT_BYTES;
                int length = Math.max(0, Math.min(pageBytes, MapPageLayout.IMAGE_LENGTH.get(buffer, at)));
                boolean whole = pages.read(position, memory.address(), length) == length
                        && Checkpointer.checksum(memory.address(), length) == MapPageLayout.CHECKSUM.get(buffer, at);
                if (whole) {
                    dumpImage(image, position, key, dump);
                    PageImage.decode(memory.address(), length, page.addressOffset(), pageBytes, key);
                    PageDump.dump(page, dump);
                } else {
                    dump.heading("the page is damaged: position " + position + " of " + CheckpointFiles.PAGES);
                }
                dump.leave();
            }
        }
    }

    private static void dumpImage(UnsafeBuffer image, long position, long key, Dump dump) {
        dump.structure(ImageLayout.LAYOUT, image, 0, position);
        long address = image.addressOffset();
        int low = ImageLayout.LOW_LENGTH.get(address);
        int high = ImageLayout.HIGH_LENGTH.get(address);
        int at = ImageLayout.LENGTH;
        dump.bytes("low fence", image, at, low, position + at);
        dump.bytes("high fence", image, at + low, high, position + at + low);
        int prefix = ImageLayout.FENCES.get(address) != (ImageLayout.HAS_LOW | ImageLayout.HAS_HIGH) ? 0
                : KeyBytes.commonPrefix(address + at, low, address + at + low, high);
        UnsafeApi.copyMemory(address + at, key, prefix);
        ImageReader reader = new ImageReader(address, key + prefix);
        for (int i = 0; i < ImageLayout.COUNT.get(address); i++) {
            reader.next();
            int length = prefix + reader.keyLength();
            if (ImageLayout.LEVEL.get(address) > 0) {
                dump.heading("separator " + Names.printable(new UnsafeBuffer(key, length)) + ": page "
                        + reader.upper()).enter();
            } else {
                dump.heading("item " + KeyCodec.decode(key, length) + ": sequence " + reader.sequence()
                        + ", value of " + PageLayout.valueLength(reader.upper()) + " bytes"
                        + (PageLayout.isLarge(reader.upper()) ? " in " + CheckpointFiles.LARGE : "")).enter();
            }
            dump.bytes("entry", image, reader.offset(), reader.bytes(), position + reader.offset());
            dump.leave();
        }
    }

    private static void dumpRanges(UnsafeBuffer buffer, int begin, long header, Dump dump) {
        for (int i = 0; i < MapLayout.RANGES.get(header); i++) {
            int at = begin + i * MapRangeLayout.LENGTH;
            dump.heading("large values").enter();
            dump.structure(MapRangeLayout.LAYOUT, buffer, at, at);
            dump.leave();
        }
    }
}
