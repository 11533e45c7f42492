package dev.dyno.dynamo.http;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Names for requests, of AWS's form: 52 upper-case letters and digits. They need be different, not secret.
 *
 * <p>Threads: one.
 */
final class RequestIds {

    private static final byte[] DIGITS = 
            "0123456789ABCDEFGHIJKLMNOPQRSTUV".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 52;
    private static final int BITS = 5;
    private static final int DIGITS_PER_DRAW = 13;

    private final SplittableRandom random;

    RequestIds(SplittableRandom random) {
        this.random = random;
    }

    /** Four draws of 64 bits; the last digit of each has 4 of them. */
    AsciiString next() {
        byte[] id = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i += DIGITS_PER_DRAW) {
            long bits = random.nextLong();
            for (int j = i; j < i + DIGITS_PER_DRAW; j++) {
                id[j] = DIGITS[(int) bits & DIGITS.length - 1];
                bits >>>= BITS;
            }
        }
        return new AsciiString(id, false);
    }
}
