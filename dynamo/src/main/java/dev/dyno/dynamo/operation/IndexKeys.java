package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.KeySchema;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The keys of index entries. The partition is the index's partition key; the sort key is the index's sort key and then
 * the item's own key, so that entries are unique and in order:
 *
 * <pre>
 *   sort key of the index, 0x00 as 0x00 0xff   0x00 0x00   (if the index has a sort key)
 *   partition key of the item, escaped too     0x00 0x00   (global indexes; in a local one it is the partition)
 *   sort key of the item as it is                          (if it has one)
 * </pre>
 *
 * <p>Engines take sort keys of 1,024 bytes. What is longer keeps its first 1,008 bytes and ends in 16 bytes of hash of
 * the whole: still unique, but of sort keys that agree in so many bytes the order is lost (decision 0070).
 * Confined to a thread.
 */
final class IndexKeys {

    private static final int SORT_BYTES_MAX = Key.SORT_BYTES_MAX;
    private static final int HASH_BYTES = 2 * Long.BYTES;

    private final Value hash = new Value();
    private final Value range = new Value();
    private final ExpandableArrayBuffer sort = new ExpandableArrayBuffer(256);
    private int end;

    /**
     * The key of an item's entry.
     *
     * @param base the item's own key
     * @param out valid until the next call
     * @return false if the index leaves the item out
     */
    boolean of(Value item, Key base, IndexModel index, Key out) {
        KeySchema keys = index.keys();
        if (!item.find(keys.hash().utf8(), hash) || hash.type() != keys.hash().type()) {
            return false;
        }
        end = 0;
        if (keys.hasRange()) {
            if (!item.find(keys.range().utf8(), range) || range.type() != keys.range().type()) {
                return false;
            }
            escaped(range.buffer(), range.offset(), range.length());
            terminator();
        }
        if (index.global()) {
            escaped(base.partition(), 0, base.partition().capacity());
            terminator();
        }
        int own = base.sort().capacity();
        sort.putBytes(end, base.sort(), 0, own);
        end += own;
        shorten();
        out.wrap(hash.buffer(), hash.offset(), hash.length(), sort, 0, end);
        return true;
    }

    /** Where the entries with this index sort key begin: the bytes are in {@link #bytes} from 0 to the result. */
    int bound(DirectBuffer source, int offset, int length, boolean behind) {
        end = 0;
        escaped(source, offset, length);
        sort.putByte(end++, (byte) 0);
        // Behind 0x00 0x00 are the entries of this key; 0x00 0xff goes on with a longer one.
        sort.putByte(end++, (byte) (behind ? 1 : 0));
        return Math.min(end, SORT_BYTES_MAX);
    }

    /** A prefix of index sort keys: the bytes are in {@link #bytes} from 0 to the result. */
    int prefix(DirectBuffer source, int offset, int length) {
        end = 0;
        escaped(source, offset, length);
        return Math.min(end, SORT_BYTES_MAX - HASH_BYTES);
    }

    DirectBuffer bytes() {
        return sort;
    }

    private void escaped(DirectBuffer source, int offset, int length) {
        for (int i = 0; i < length; i++) {
            byte b = source.getByte(offset + i);
            sort.putByte(end++, b);
            if (b == 0) {
                sort.putByte(end++, (byte) 0xff);
            }
        }
    }

    private void terminator() {
        sort.putShort(end, (short) 0);
        end += Short.BYTES;
    }

    private void shorten() {
        if (end > SORT_BYTES_MAX) {
            long first = Bytes.hash(sort, 0, end);
            sort.putByte(end, (byte) 1);
            long second = Bytes.hash(sort, 0, end + 1);
            sort.putLong(SORT_BYTES_MAX - HASH_BYTES, first);
            sort.putLong(SORT_BYTES_MAX - Long.BYTES, second);
            end = SORT_BYTES_MAX;
        }
    }
}
