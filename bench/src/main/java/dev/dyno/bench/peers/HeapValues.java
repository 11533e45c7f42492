package dev.dyno.bench.peers;

import dev.dyno.api.ItemView;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Values of peers that keep items as arrays on the heap; no array is changed once it is stored. */
public final class HeapValues {

    private HeapValues() {
    }

    public static byte[] copy(DirectBuffer value, int offset, int length) {
        byte[] bytes = new byte[length];
        value.getBytes(offset, bytes);
        return bytes;
    }

    /**
     * Shows a stored value without copying.
     *
     * @param value null: there is none, as maps answer
     * @return whether there is one
     */
    public static boolean show(byte[] value, UnsafeBuffer wrapper, ItemView out) {
        if (value == null) {
            out.clear();
            return false;
        }
        wrapper.wrap(value);
        out.wrap(wrapper, 0, value.length, 0);
        return true;
    }
}
