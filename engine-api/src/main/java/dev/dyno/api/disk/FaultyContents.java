package dev.dyno.api.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * A file of a {@link FaultyDisk}, whatever its names: what is read now ({@code live}), what a sync made durable, and
 * the changes between. Guarded by the disk.
 *
 * <p>Stores through mappings leave no trace of their own. They are found by comparing mapped pages with {@code known},
 * before everything whose outcome depends on them: syncs, power cuts, writes to the same pages, the mapping's end.
 */
final class FaultyContents {

    private final MemoryBlob live;
    private final List<Change> unsynced = new ArrayList<>();

    /** Writable ones that are open. */
    private final List<FaultyFile.FaultyMapping> mappings = new ArrayList<>();

    /** Began when the power went. */
    private final List<Change> inFlight = new ArrayList<>();

    private Image durable;

    /** What live would be without stores through mappings; null until there are such mappings. */
    private Image known;

    FaultyContents(MemoryBlob live, Image durable) {
        this.live = live;
        this.durable = durable;
        live.truncate(durable.size());
        for (var page : durable.pages(0, durable.size()).entrySet()) {
            long position = page.getKey() * Image.PAGE_BYTES;
            long target = live.address() + position;
            long length = Math.min(Image.PAGE_BYTES, durable.size() - position);
            UnsafeApi.copyMemory(page.getValue(), BufferUtil.ARRAY_BASE_OFFSET, null, target, length);
        }
    }

    MemoryBlob live() {
        return live;
    }

    /** A write, and whether the device has it in mind to forget it (but for the page cache). */
    void write(long position, long address, int length, boolean forgotten) {
        findStores(position, position + length);
        long sizeBefore = live.size();
        live.write(position, address, length);
        note(Change.data(position, bytesAt(address, length), sizeBefore), forgotten);
    }

    void zeroFill(long position, long length) {
        findStores(position, position + length);
        long sizeBefore = live.size();
        live.zeroFill(position, length);
        note(Change.zero(position, length, sizeBefore), false);
    }

    void truncate(long size) {
        findStores(0, Long.MAX_VALUE);
        Change change = Change.size(live.size(), size);
        live.truncate(size);
        note(change, false);
    }

    void cutDuring(Change change) {
        inFlight.add(change);
    }

    private void note(Change change, boolean forgotten) {
        if (known != null) {
            change.applyTo(known);
        }
        if (!forgotten) {
            unsynced.add(change);
        } else if (change.sizeAfter() > sizeNoted()) {
            unsynced.add(Change.size(sizeNoted(), change.sizeAfter()));
        }
    }

    private long sizeNoted() {
        return unsynced.isEmpty() ? durable.size() : unsynced.getLast().sizeAfter();
    }

    void sync() {
        findStores(0, Long.MAX_VALUE);
        unsynced.forEach(change -> change.applyTo(durable));
        unsynced.clear();
    }

    /** Some sectors become durable. All count as clean from now on: no later sync writes the others. */
    void failSync(SplittableRandom random) {
        findStores(0, Long.MAX_VALUE);
        durable = Torn.draw(durable, unsynced, random);
        unsynced.clear();
    }

    void map(FaultyFile.FaultyMapping mapping) {
        if (known == null) {
            known = durable.copy();
            unsynced.forEach(change -> change.applyTo(known));
            // what failed syncs and forgotten writes lost is in live alone, and not by a store
            takeIn(0, live.size());
        }
        mappings.add(mapping);
    }

    private void takeIn(long from, long to) {
        byte[] page = new byte[Image.PAGE_BYTES];
        byte[] before = new byte[Image.PAGE_BYTES];
        for (long position = from; position < to; position += page.length) {
            readLive(position, page);
            known.read(position, before);
            if (!Arrays.equals(page, before)) {
                known.write(position, page);
            }
        }
    }

    /** @param cut whether the power is gone, and with it what was stored since */
    void unmap(FaultyFile.FaultyMapping mapping, boolean cut) {
        if (!cut && !live.isFreed()) {
            findStores(mapping.position(), mapping.position() + mapping.length());
        }
        mappings.remove(mapping);
    }

    boolean isMapped() {
        return !mappings.isEmpty();
    }

    /** Turns stores through mappings into changes, in the pages of a range. */
    void findStores(long from, long to) {
        byte[] page = new byte[mappings.isEmpty() ? 0 : Image.PAGE_BYTES];
        byte[] before = page.clone();
        for (FaultyFile.FaultyMapping mapping : mappings) {
            long start = Math.max(mapping.position(), from / Image.PAGE_BYTES * Image.PAGE_BYTES);
            long end = Math.min(Math.min(mapping.position() + mapping.length(), to), live.size());
            for (long position = start; position < end; position += Image.PAGE_BYTES) {
                int length = readLive(position, page);
                known.read(position, before);
                if (!Arrays.equals(page, before)) {
                    note(Change.data(position, Arrays.copyOf(page, length), live.size()), false);
                }
            }
        }
    }

    /** The rest of the page reads as zeros. */
    private int readLive(long position, byte[] page) {
        int length = (int) Math.min(page.length, live.size() - position);
        UnsafeApi.copyMemory(null, live.address() + position, page, BufferUtil.ARRAY_BASE_OFFSET, length);
        Arrays.fill(page, length, page.length, (byte) 0);
        return length;
    }

    /** Changes a bit wherever the file is: in memory and at rest. */
    void flipBit(long position, int bit) {
        if (position >= live.size()) {
            throw new IllegalArgumentException("no such byte: position=" + position + ", size=" + live.size());
        }
        findStores(position, position + 1);
        long address = live.address() + position;
        UnsafeApi.putByte(address, (byte) (UnsafeApi.getByte(address) ^ 1 << bit));
        flip(durable, position, bit);
        if (known != null) {
            flip(known, position, bit);
        }
        for (Change change : unsynced) {
            if (change.kind() == Change.Kind.DATA && change.touches(position, position + 1)) {
                change.bytes()[(int) (position - change.position())] ^= (byte) (1 << bit);
            }
        }
    }

    private static void flip(Image image, long position, int bit) {
        if (position < image.size()) {
            byte[] flipped = new byte[1];
            image.read(position, flipped);
            flipped[0] ^= (byte) (1 << bit);
            image.write(position, flipped);
        }
    }

    /** Stores must have been found before. */
    Image afterPowerCut(FaultyDisk.Survival survival, SplittableRandom random) {
        if (survival == FaultyDisk.Survival.UNSYNCED_TORN) {
            List<Change> changes = new ArrayList<>(unsynced);
            changes.addAll(inFlight);
            return Torn.draw(durable, changes, random);
        }
        Image image = durable.copy();
        if (survival == FaultyDisk.Survival.UNSYNCED_KEPT) {
            unsynced.forEach(change -> change.applyTo(image));
        }
        return image;
    }

    static byte[] bytesAt(long address, int length) {
        byte[] bytes = new byte[length];
        UnsafeApi.copyMemory(null, address, bytes, BufferUtil.ARRAY_BASE_OFFSET, length);
        return bytes;
    }
}
