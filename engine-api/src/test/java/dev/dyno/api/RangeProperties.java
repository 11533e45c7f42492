package dev.dyno.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.concurrent.UnsafeBuffer;

/** The one definition of a range against its sentence in the Javadoc. */
class RangeProperties {

    @Provide
    Arbitrary<byte[]> sortKeys() {
        return Arbitraries.of((byte) 0, (byte) 'a', (byte) 'b', (byte) 0xff).array(byte[].class).ofMaxSize(4);
    }

    @Property
    void containsIsTheConjunctionOfItsBounds(@ForAll("sortKeys") byte[] sort, @ForAll("sortKeys") byte[] from,
            @ForAll("sortKeys") byte[] to, @ForAll("sortKeys") byte[] prefix, @ForAll("sortKeys") byte[] after,
            @ForAll int which, @ForAll boolean fromInclusive, @ForAll boolean toInclusive, @ForAll boolean reverse) {
        Range range = new Range().partition(new UnsafeBuffer(new byte[] {1}), 0, 1).reverse(reverse);
        boolean expected = true;
        if ((which & 1) != 0) {
            range.from(new UnsafeBuffer(from), 0, from.length, fromInclusive);
            int order = Arrays.compareUnsigned(sort, from);
            expected &= order > 0 || order == 0 && fromInclusive;
        }
        if ((which & 2) != 0) {
            range.to(new UnsafeBuffer(to), 0, to.length, toInclusive);
            int order = Arrays.compareUnsigned(sort, to);
            expected &= order < 0 || order == 0 && toInclusive;
        }
        if ((which & 4) != 0) {
            range.prefix(new UnsafeBuffer(prefix), 0, prefix.length);
            expected &= sort.length >= prefix.length
                    && Arrays.equals(sort, 0, prefix.length, prefix, 0, prefix.length);
        }
        if ((which & 8) != 0) {
            range.after(new UnsafeBuffer(after), 0, after.length);
            int order = Arrays.compareUnsigned(sort, after);
            expected &= reverse ? order < 0 : order > 0;
        }
        assertEquals(expected, range.contains(new UnsafeBuffer(sort), 0, sort.length));
        assertEquals(expected, new Range().set(range).contains(new UnsafeBuffer(sort), 0, sort.length));
    }
}
