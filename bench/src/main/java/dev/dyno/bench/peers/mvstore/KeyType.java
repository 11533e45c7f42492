package dev.dyno.bench.peers.mvstore;

import dev.dyno.bench.peers.Probe;
import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Composite keys: byte arrays in the pages, ordered by unsigned bytes; a {@link Probe} may look for one. */
final class KeyType extends BasicDataType<Object> {

    static final KeyType INSTANCE = new KeyType();

    /** Header and reference of an array. */
    private static final int ARRAY_BYTES = 24;

    private KeyType() {
    }

    @Override
    public int compare(Object a, Object b) {
        return Probe.compare(a, b);
    }

    @Override
    public int binarySearch(Object key, Object storage, int size, int initialGuess) {
        byte[][] keys = (byte[][]) storage;
        int low = 0;
        int high = size - 1;
        int middle = initialGuess - 1;
        if (middle < 0 || middle > high) {
            middle = high >>> 1;
        }
        while (low <= high) {
            int order = Probe.compare(key, keys[middle]);
            if (order == 0) {
                return middle;
            }
            if (order > 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
            middle = (low + high) >>> 1;
        }
        return ~low;
    }

    @Override
    public int getMemory(Object key) {
        return ARRAY_BYTES + ((byte[]) key).length;
    }

    @Override
    public void write(WriteBuffer buffer, Object key) {
        byte[] bytes = (byte[]) key;
        buffer.putVarInt(bytes.length).put(bytes);
    }

    @Override
    public Object read(ByteBuffer buffer) {
        byte[] bytes = new byte[DataUtils.readVarInt(buffer)];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public Object[] createStorage(int size) {
        return new byte[size][];
    }
}
