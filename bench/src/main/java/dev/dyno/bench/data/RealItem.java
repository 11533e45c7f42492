package dev.dyno.bench.data;

import dev.dyno.api.Bytes;
import java.io.IOException;
import java.util.Comparator;
import org.agrona.concurrent.UnsafeBuffer;

/** One item of a real data set before it is stored. The value is read when asked for: all of them may be large. */
record RealItem(byte[] partition, byte[] sort, Value value) {

    /** In the order of partition keys, then sort keys, both by unsigned bytes. */
    static final Comparator<RealItem> BY_KEY = Comparator.comparing(RealItem::partition, RealItem::compare)
            .thenComparing(RealItem::sort, RealItem::compare);

    interface Value {
        byte[] read() throws IOException;
    }

    private static int compare(byte[] a, byte[] b) {
        return Bytes.compare(new UnsafeBuffer(a), 0, a.length, new UnsafeBuffer(b), 0, b.length);
    }
}
