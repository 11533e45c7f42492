package dev.dyno.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.concurrent.UnsafeBuffer;

/** The order of byte strings against the JDK's own unsigned comparison, at every alignment. */
class BytesProperties {

    /** Few distinct bytes, so that common prefixes longer than a word and ties are frequent. */
    @Provide
    Arbitrary<byte[]> strings() {
        return Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff).array(byte[].class)
                .ofMaxSize(20);
    }

    @Property
    void orderIsUnsignedBytes(@ForAll("strings") byte[] a, @ForAll("strings") byte[] b) {
        for (int shift = 0; shift < 8; shift++) {
            byte[] padded = new byte[shift + a.length + 8];
            System.arraycopy(a, 0, padded, shift, a.length);
            int order = Bytes.compare(new UnsafeBuffer(padded), shift, a.length, new UnsafeBuffer(b), 0, b.length);
            assertEquals(Integer.signum(Arrays.compareUnsigned(a, b)), Integer.signum(order));
        }
    }

    @Property
    void aPrefixStartsAndComesFirst(@ForAll("strings") byte[] a, @ForAll("strings") byte[] more) {
        byte[] longer = Arrays.copyOf(a, a.length + more.length);
        System.arraycopy(more, 0, longer, a.length, more.length);
        UnsafeBuffer whole = new UnsafeBuffer(longer);
        assertTrue(Bytes.startsWith(whole, 0, longer.length, new UnsafeBuffer(a), 0, a.length));
        assertTrue(Bytes.compare(new UnsafeBuffer(a), 0, a.length, whole, 0, longer.length) <= 0);
    }

    @Property
    void hashDependsOnTheBytesAlone(@ForAll("strings") byte[] a) {
        byte[] padded = new byte[a.length + 11];
        System.arraycopy(a, 0, padded, 3, a.length);
        assertEquals(Bytes.hash(new UnsafeBuffer(a), 0, a.length), Bytes.hash(new UnsafeBuffer(padded), 3, a.length));
    }
}
