package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A walk along one partition. The servers are asked for the closed interval of sort keys that holds the range; what
 * lies exactly in it is decided by {@link Range#contains}.
 */
final class RangeCursor extends RowCursor {

    private final Range range = new Range();
    private final ByteBuffer partition;
    private final boolean strong;
    private final UnsafeBuffer sort = new UnsafeBuffer(0, 0);
    private int remaining;

    RangeCursor(CassandraReader reader, Range asked, boolean strong) {
        super(reader);
        this.strong = strong;
        this.partition = Blobs.copy(asked.partition());
        adopt(asked);
        this.remaining = range.limit();
        ask(first(), last());
    }

    /** A copy with bytes of its own: the caller's are borrowed only until the query returns. */
    private void adopt(Range asked) {
        range.set(asked);
        range.partition(own(asked.partition()), 0, asked.partition().capacity());
        if (asked.hasLower()) {
            range.from(own(asked.lower()), 0, asked.lower().capacity(), asked.lowerInclusive());
        }
        if (asked.hasUpper()) {
            range.to(own(asked.upper()), 0, asked.upper().capacity(), asked.upperInclusive());
        }
        if (asked.hasPrefix()) {
            range.prefix(own(asked.prefix()), 0, asked.prefix().capacity());
        }
        if (asked.hasAfter()) {
            range.after(own(asked.after()), 0, asked.after().capacity());
        }
        range.reverse(asked.reverse()).limit(asked.limit());
    }

    private static DirectBuffer own(DirectBuffer bytes) {
        return new UnsafeBuffer(Blobs.copy(bytes));
    }

    @Override
    public boolean next() {
        if (remaining == 0) {
            check();
            end();
            return false;
        }
        if (!step()) {
            return false;
        }
        remaining--;
        return true;
    }

    @Override
    public boolean seek(Key key) {
        check();
        if (!Bytes.equal(key.partition(), 0, key.partition().capacity(), range.partition(), 0,
                range.partition().capacity())) {
            throw new IllegalArgumentException("seek to another partition: key=" + key);
        }
        byte[] at = Blobs.copy(key.sort()).array();
        if (range.reverse()) {
            byte[] last = last();
            ask(first(), last == null || Arrays.compareUnsigned(at, last) < 0 ? at : last);
        } else {
            byte[] first = first();
            ask(Arrays.compareUnsigned(at, first) > 0 ? at : first, last());
        }
        return next();
    }

    @Override
    boolean accept(Row row) {
        wrap(sort, row.getByteBuffer("sk"));
        return range.contains(sort, 0, sort.capacity());
    }

    @Override
    ByteBuffer partitionOf(Row row) {
        return partition;
    }

    /** @param last inclusive, or null for the end of the partition */
    private void ask(byte[] first, byte[] last) {
        if (last != null && Arrays.compareUnsigned(first, last) > 0 || range.limit() == 0) {
            end();
            return;
        }
        BoundStatement statement = reader().session().rows().statements().range(last != null, range.reverse())
                .boundStatementBuilder().setByteBuffer(0, partition.duplicate()).setInt(1, spec().id())
                .setByteBuffer(2, ByteBuffer.wrap(first)).build();
        if (last != null) {
            statement = statement.setByteBuffer(3, ByteBuffer.wrap(last));
        }
        // One more than asked for: the interval's ends may lie outside the range.
        int page = reader().session().engine().pageItems();
        int wanted = remaining > page - 2 ? page : remaining + 2;
        walk(reader().session().rows().range(statement.setPageSize(wanted), strong));
    }

    /** The least sort key that may be in the range. */
    private byte[] first() {
        byte[] first = new byte[0];
        if (range.hasLower()) {
            first = Blobs.copy(range.lower()).array();
        }
        if (range.hasPrefix()) {
            first = greater(first, Blobs.copy(range.prefix()).array());
        }
        if (range.hasAfter() && !range.reverse()) {
            first = greater(first, Blobs.copy(range.after()).array());
        }
        return first;
    }

    /** The greatest sort key that may be in the range, or null if nothing bounds it. */
    private byte[] last() {
        byte[] last = null;
        if (range.hasUpper()) {
            last = Blobs.copy(range.upper()).array();
        }
        if (range.hasPrefix()) {
            last = less(last, successor(Blobs.copy(range.prefix()).array()));
        }
        if (range.hasAfter() && range.reverse()) {
            last = less(last, Blobs.copy(range.after()).array());
        }
        return last;
    }

    private static byte[] greater(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b) >= 0 ? a : b;
    }

    private static byte[] less(byte[] a, byte[] b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
    }

    /** The least key after every one with this prefix, or null if there is none. */
    private static byte[] successor(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return null;
    }
}
