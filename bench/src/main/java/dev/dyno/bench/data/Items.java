package dev.dyno.bench.data;

import dev.dyno.api.Key;
import org.agrona.DirectBuffer;

/**
 * One thread's access to a {@link Dataset}, through flyweights that are refilled: nothing is allocated per item. A key
 * or value is valid until the next call of the same method.
 */
public interface Items {

    /** The key of any item, loaded or not. */
    Key key(long index);

    /** A key that is never stored, in the partition of an item and next to it in order. */
    Key missingKey(long index);

    /**
     * What to write for an item: its bytes are {@code 0 .. capacity() - 1}.
     *
     * @param version 0 when loaded, higher for updates. Synthetic values differ by version; a real item has one value,
     *     so its updates rewrite the same bytes
     */
    DirectBuffer value(long index, long version);

    /** Whether these are the bytes of some version of the item: every byte counts. */
    boolean isValue(long index, DirectBuffer value);
}
