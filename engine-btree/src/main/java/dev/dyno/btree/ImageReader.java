package dev.dyno.btree;

import dev.dyno.core.page.KeyBytes;
import org.agrona.UnsafeApi;

/** Walks the entries of a page image, see {@link ImageLayout}; the image was checked. Threads: the owner's. */
final class ImageReader {

    private final long image;
    private final boolean leaf;
    /** Where the key of the entry is put together. */
    private final long key;
    private long at;
    private long begin;
    private int keyLength;
    private long sequence;
    private int upper;
    private long value;

    /** @param key memory of the longest key */
    ImageReader(long image, long key) {
        this.image = image;
        this.key = key;
        leaf = ImageLayout.LEVEL.get(image) == 0;
        at = image + ImageLayout.LENGTH + ImageLayout.LOW_LENGTH.get(image) + ImageLayout.HIGH_LENGTH.get(image);
        begin = at;
    }

    /** To the next entry; there are as many as the image counts. */
    void next() {
        begin = at;
        sequence = leaf ? ImageLayout.LAST_SEQUENCE.get(image) - number() : 0;
        int shared = (int) number();
        int rest = (int) number();
        KeyBytes.copy(at, key + shared, rest);
        at += rest;
        keyLength = shared + rest;
        long word = number();
        upper = leaf ? (int) (word >>> 1) | ((word & 1) == 0 ? 0 : PageLayout.LARGE) : (int) word;
        value = at;
        at += leaf ? PageLayout.storedBytes(upper) : 0;
    }

    private long number() {
        long number = 0;
        for (int shift = 0;; shift += 7) {
            byte part = UnsafeApi.getByte(at++);
            number |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return number;
            }
        }
    }

    /** Where the entry begins in the image. */
    int offset() {
        return (int) (begin - image);
    }

    int bytes() {
        return (int) (at - begin);
    }

    /** Behind the prefix. */
    int keyLength() {
        return keyLength;
    }

    long sequence() {
        return sequence;
    }

    /** A child, or length and place of a value, as in a page. */
    int upper() {
        return upper;
    }

    /** Address of what the entry holds of the value. */
    long value() {
        return value;
    }
}
