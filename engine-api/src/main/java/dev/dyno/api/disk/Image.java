package dev.dyno.api.disk;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Contents of a file as a value: pages that are never changed once they are in, so that copies share them. Pages that
 * are all zeros need not be there. Not for threads.
 */
final class Image {

    static final int PAGE_BYTES = Ranges.PAGE_BYTES;

    private final TreeMap<Long, byte[]> pages;
    private long size;

    Image() {
        this(new TreeMap<>(), 0);
    }

    private Image(TreeMap<Long, byte[]> pages, long size) {
        this.pages = pages;
        this.size = size;
    }

    Image copy() {
        return new Image(new TreeMap<>(pages), size);
    }

    long size() {
        return size;
    }

    /** Bytes cut off are gone: a size that grows again shows zeros. */
    void setSize(long newSize) {
        if (newSize < size) {
            zero(newSize, size);
        }
        size = newSize;
    }

    /** Pages by index, those that are not all zeros among them. */
    NavigableMap<Long, byte[]> pages(long fromPosition, long toPosition) {
        return pages.subMap(fromPosition / PAGE_BYTES, true, (toPosition + PAGE_BYTES - 1) / PAGE_BYTES, false);
    }

    void read(long position, byte[] target) {
        for (int done = 0; done < target.length; ) {
            int offset = (int) ((position + done) % PAGE_BYTES);
            int length = Math.min(PAGE_BYTES - offset, target.length - done);
            byte[] page = pages.get((position + done) / PAGE_BYTES);
            if (page == null) {
                Arrays.fill(target, done, done + length, (byte) 0);
            } else {
                System.arraycopy(page, offset, target, done, length);
            }
            done += length;
        }
    }

    /** Does not change the size. */
    void write(long position, byte[] source) {
        for (int done = 0; done < source.length; ) {
            int offset = (int) ((position + done) % PAGE_BYTES);
            int length = Math.min(PAGE_BYTES - offset, source.length - done);
            System.arraycopy(source, done, ownPage((position + done) / PAGE_BYTES), offset, length);
            done += length;
        }
    }

    /** Does not change the size. */
    void zero(long from, long to) {
        if (from >= to) {
            return;
        }
        long firstWhole = (from + PAGE_BYTES - 1) / PAGE_BYTES;
        long endWhole = to / PAGE_BYTES;
        if (firstWhole > endWhole) {
            zeroPart(from / PAGE_BYTES, from, to);
            return;
        }
        zeroPart(from / PAGE_BYTES, from, firstWhole * PAGE_BYTES);
        pages.subMap(firstWhole, endWhole).clear();
        zeroPart(endWhole, endWhole * PAGE_BYTES, to);
    }

    private void zeroPart(long index, long from, long to) {
        if (from < to && pages.containsKey(index)) {
            int offset = (int) (from - index * PAGE_BYTES);
            Arrays.fill(ownPage(index), offset, offset + (int) (to - from), (byte) 0);
        }
    }

    /** A page that no other image shares, to be changed at once. */
    private byte[] ownPage(long index) {
        byte[] shared = pages.get(index);
        byte[] own = shared == null ? new byte[PAGE_BYTES] : shared.clone();
        pages.put(index, own);
        return own;
    }
}
