package dev.dyno.btree;

import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/**
 * Packs a page for the file and unpacks it, see {@link ImageLayout}. A packed page is smaller than the page: an entry
 * takes at most 21 bytes beside key and value, in memory 35; a separator at most 11, in memory 16.
 *
 * <p>Threads: none of its own, no state.
 */
final class PageImage {

    private PageImage() {
    }

    /** @return the length of the image */
    static int encode(long page, long image) {
        int level = PageLayout.LEVEL.get(page);
        int count = PageLayout.COUNT.get(page);
        long last = PageLayout.LAST_SEQUENCE.get(page);
        long low = PageWriter.lowFence(page);
        long high = PageWriter.highFence(page);
        UnsafeApi.setMemory(image, ImageLayout.LENGTH, (byte) 0);
        ImageLayout.LAST_SEQUENCE.set(image, last);
        ImageLayout.PAGE_ID.set(image, PageLayout.PAGE_ID.get(page));
        ImageLayout.TABLE_ID.set(image, PageLayout.TABLE_ID.get(page));
        ImageLayout.FIRST_CHILD.set(image, PageLayout.FIRST_CHILD.get(page));
        ImageLayout.COUNT.set(image, count);
        ImageLayout.LEVEL.set(image, level);
        ImageLayout.FLAGS.set(image, PageLayout.FLAGS.get(page));
        ImageLayout.FENCES.set(image, (low == 0 ? 0 : ImageLayout.HAS_LOW) | (high == 0 ? 0 : ImageLayout.HAS_HIGH));
        long at = image + ImageLayout.LENGTH;
        if (low != 0) {
            ImageLayout.LOW_LENGTH.set(image, PageLayout.LOW_LENGTH.get(page));
            UnsafeApi.copyMemory(low, at, PageLayout.LOW_LENGTH.get(page));
            at += PageLayout.LOW_LENGTH.get(page);
        }
        if (high != 0) {
            ImageLayout.HIGH_LENGTH.set(image, PageLayout.HIGH_LENGTH.get(page));
            UnsafeApi.copyMemory(high, at, PageLayout.HIGH_LENGTH.get(page));
            at += PageLayout.HIGH_LENGTH.get(page);
        }
        int heapBytes = 0;
        long before = 0;
        int beforeLength = 0;
        for (int i = 0; i < count; i++) {
            long reference = PageLayout.reference(page, i);
            long key = PageReader.keyAddress(page, reference);
            int keyLength = PageLayout.keyLength(reference);
            if (level == 0) {
                at = number(at, last - PageReader.sequence(page, reference));
            }
            int shared = KeyBytes.commonPrefix(before, beforeLength, key, keyLength);
            at = number(at, shared);
            at = number(at, keyLength - shared);
            KeyBytes.copy(key + shared, at, keyLength - shared);
            at = upper(at + keyLength - shared, page, reference, level);
            heapBytes += PageReader.entryBytes(page, i);
            before = key;
            beforeLength = keyLength;
        }
        ImageLayout.HEAP_BYTES.set(image, heapBytes);
        return (int) (at - image);
    }

    private static long upper(long to, long page, long reference, int level) {
        int upper = PageLayout.upper(reference);
        if (level > 0) {
            return number(to, upper);
        }
        int bytes = PageLayout.storedBytes(upper);
        long at = number(to, 2L * PageLayout.valueLength(upper) + (PageLayout.isLarge(upper) ? 1 : 0));
        KeyBytes.copy(PageReader.valueAddress(page, reference), at, bytes);
        return at + bytes;
    }

    private static long number(long to, long number) {
        long at = to;
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            UnsafeApi.putByte(at++, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        UnsafeApi.putByte(at++, (byte) rest);
        return at;
    }

    /**
     * Builds a page, all but its first word. Entries come to lie in the heap in the order of their keys.
     *
     * @param scratch memory of a probe
     */
    static void decode(long image, int length, long page, int pageBytes, long scratch) {
        int level = ImageLayout.LEVEL.get(image);
        int count = ImageLayout.COUNT.get(image);
        UnsafeApi.setMemory(page + Long.BYTES, PageLayout.LENGTH - Long.BYTES, (byte) 0);
        PageLayout.LAST_SEQUENCE.set(page, ImageLayout.LAST_SEQUENCE.get(image));
        PageLayout.PAGE_ID.set(page, ImageLayout.PAGE_ID.get(image));
        PageLayout.TABLE_ID.set(page, ImageLayout.TABLE_ID.get(image));
        PageLayout.FIRST_CHILD.set(page, ImageLayout.FIRST_CHILD.get(image));
        PageLayout.COUNT.set(page, count);
        PageLayout.LEVEL.set(page, level);
        PageLayout.KIND.set(page, PageLayout.TREE);
        PageLayout.FLAGS.set(page, ImageLayout.FLAGS.get(image));
        int end = decodeFences(image, page, pageBytes);
        int capacity = PageWriter.capacity(pageBytes, level, count, ImageLayout.HEAP_BYTES.get(image), pageBytes - end);
        PageLayout.CAPACITY.set(page, capacity);
        int prefix = PageLayout.PREFIX_LENGTH.get(page);
        UnsafeApi.copyMemory(page + PageLayout.LOW_OFFSET.get(page), scratch, prefix);
        ImageReader reader = new ImageReader(image, scratch + prefix);
        long heads = PageLayout.heads(page, level, capacity);
        long references = PageLayout.references(page, level, capacity);
        for (int i = 0; i < count; i++) {
            reader.next();
            int stored = level == 0 ? PageLayout.storedBytes(reader.upper()) : 0;
            int front = level == 0 ? PageLayout.SEQUENCE_BYTES : 0;
            end -= front + reader.keyLength() + stored;
            long entry = page + end;
            if (level == 0) {
                UnsafeApi.putLong(entry, reader.sequence());
                UnsafeApi.putShort(PageLayout.offsets(page, capacity) + 2L * i, (short) end);
                leafWords(page, i, capacity, scratch, prefix + reader.keyLength());
            }
            KeyBytes.copy(scratch + prefix, entry + front, reader.keyLength());
            KeyBytes.copy(reader.value(), entry + front + reader.keyLength(), stored);
            UnsafeApi.putLong(heads + 8L * i, KeyBytes.head(scratch + prefix, reader.keyLength()));
            UnsafeApi.putLong(references + 8L * i, PageLayout.reference(end, reader.keyLength(), reader.upper()));
        }
        PageLayout.HEAP_START.set(page, end);
        assert reader.offset() + reader.bytes() == length : "page image has another length: page="
                + PageLayout.PAGE_ID.get(page) + ", length=" + length;
    }

    /** @return the offset of the lowest fence */
    private static int decodeFences(long image, long page, int pageBytes) {
        int end = pageBytes;
        int fences = ImageLayout.FENCES.get(image);
        int lowLength = ImageLayout.LOW_LENGTH.get(image);
        int highLength = ImageLayout.HIGH_LENGTH.get(image);
        long at = image + ImageLayout.LENGTH;
        if ((fences & ImageLayout.HAS_LOW) != 0) {
            end -= lowLength;
            UnsafeApi.copyMemory(at, page + end, lowLength);
            PageLayout.LOW_OFFSET.set(page, end);
            PageLayout.LOW_LENGTH.set(page, lowLength);
        }
        if ((fences & ImageLayout.HAS_HIGH) != 0) {
            end -= highLength;
            UnsafeApi.copyMemory(at + lowLength, page + end, highLength);
            PageLayout.HIGH_OFFSET.set(page, end);
            PageLayout.HIGH_LENGTH.set(page, highLength);
        }
        PageLayout.PREFIX_LENGTH.set(page, PageWriter.prefix(PageWriter.lowFence(page), lowLength,
                PageWriter.highFence(page), highLength));
        return end;
    }

    private static void leafWords(long page, int index, int capacity, long key, int keyLength) {
        UnsafeApi.putByte(page + PageLayout.LENGTH + index, (byte) Probe.fingerprints(key, keyLength));
        int partition = KeyCodec.PREFIX_BYTES + KeyCodec.partitionLength(key);
        UnsafeApi.putLong(PageLayout.ties(page, capacity) + 8L * index,
                KeyBytes.head(key + partition, keyLength - partition));
    }
}
