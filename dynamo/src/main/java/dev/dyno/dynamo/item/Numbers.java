package dev.dyno.dynamo.item;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Decimal numbers of 38 significant digits in bytes whose unsigned order is their numeric order, one form for values
 * and keys: equal numbers have equal bytes.
 *
 * <p>A number is ± 0.D1D2D3… × 100^E with base-100 digits, D1 and the last one not zero, E from -64 to 63.
 * <pre>
 *   zero       0x80
 *   positive   0x80 + 64 + E, then D+1 for each digit
 *   negative   0x7f - 64 - E, then 101-D for each digit, then 0xff
 * </pre>
 * Why the last 0xff: of two negative numbers the one with more digits is the smaller. Source: Oracle's NUMBER, with the
 * whole byte for the exponent.
 */
public final class Numbers {

    /** Bytes of the longest: exponent, 20 digits (38 decimal ones across the pairs), end. */
    public static final int BYTES_MAX = 22;
    public static final int DIGITS_MAX = 38;
    /** Characters of the longest plain text: sign, {@code 0.}, 130 places before the first digit ends, digits. */
    public static final int TEXT_MAX = 3 + 130 + DIGITS_MAX;
    /** Decimal exponent of the first digit: 9.99E+125 is the largest, 1E-130 the smallest. */
    private static final int EXPONENT_MAX = 125;
    private static final int EXPONENT_MIN = -130;
    private static final int ZERO = 0x80;
    private static final int BIAS = 64;
    private static final byte END = (byte) 0xff;

    private Numbers() {
    }

    /**
     * Writes a number.
     *
     * @param digits decimal digits 0 to 9, the first one not zero unless {@code count} is 0; trailing zeros are dropped
     * @param exponent decimal exponent of the first digit
     * @param out at least {@link #BYTES_MAX} bytes from {@code at} on
     * @return bytes written
     * @throws NumberException if it is out of range
     */
    static int put(byte[] digits, int count, int exponent, boolean negative, byte[] out, int at) {
        int significant = count;
        while (significant > 0 && digits[significant - 1] == 0) {
            significant--;
        }
        if (significant == 0) {
            out[at] = (byte) ZERO;
            return 1;
        }
        if (exponent > EXPONENT_MAX) {
            throw NumberException.OVERFLOW;
        }
        if (exponent < EXPONENT_MIN) {
            throw NumberException.UNDERFLOW;
        }
        if (significant > DIGITS_MAX) {
            throw NumberException.PRECISION;
        }
        // 0.D1… × 100^E: an even decimal exponent leaves one digit in the first pair, an odd one two.
        boolean lone = (exponent & 1) == 0;
        int hundred = Math.floorDiv(exponent, 2) + 1;
        int to = at;
        out[to++] = (byte) (negative ? ZERO - 1 - BIAS - hundred : ZERO + BIAS + hundred);
        int i = 0;
        while (i < significant) {
            int pair;
            if (lone && i == 0) {
                pair = digits[i++];
            } else {
                pair = 10 * digits[i] + (i + 1 < significant ? digits[i + 1] : 0);
                i += 2;
            }
            out[to++] = (byte) (negative ? 101 - pair : pair + 1);
        }
        if (negative) {
            out[to++] = END;
        }
        return to - at;
    }

    /** Writes a whole number. @return bytes written */
    public static int put(long value, byte[] out, int at) {
        byte[] digits = new byte[20];
        int count = 0;
        // Negative on purpose: the smallest long has no positive counterpart.
        long rest = value > 0 ? -value : value;
        byte[] reversed = new byte[20];
        while (rest != 0) {
            reversed[count++] = (byte) -(rest % 10);
            rest /= 10;
        }
        for (int i = 0; i < count; i++) {
            digits[i] = reversed[count - 1 - i];
        }
        return put(digits, count, count - 1, value < 0, out, at);
    }

    /** Writes a decimal. @return bytes written. @throws NumberException if it is out of range */
    public static int put(BigDecimal value, byte[] out, int at) {
        String text = value.unscaledValue().abs().toString();
        byte[] digits = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < digits.length; i++) {
            digits[i] -= '0';
        }
        int count = value.signum() == 0 ? 0 : digits.length;
        return put(digits, count, digits.length - 1 - value.scale(), value.signum() < 0, out, at);
    }

    /** The sum or difference. @return bytes written to {@code out}. @throws NumberException if it is out of range */
    public static int add(Value a, Value b, boolean subtract, byte[] out, int at) {
        long x = wholeOr(a, Long.MIN_VALUE);
        long y = wholeOr(b, Long.MIN_VALUE);
        if (x != Long.MIN_VALUE && y != Long.MIN_VALUE) {
            return put(subtract ? x - y : x + y, out, at); // at most 18 digits each: no overflow
        }
        BigDecimal left = decimal(a.buffer(), a.offset(), a.length());
        BigDecimal right = decimal(b.buffer(), b.offset(), b.length());
        return put(subtract ? left.subtract(right) : left.add(right), out, at);
    }

    /** The number, if it is whole and has at most 18 digits. */
    public static long wholeOr(Value number, long otherwise) {
        DirectBuffer buffer = number.buffer();
        int first = buffer.getByte(number.offset()) & 0xff;
        if (first == ZERO && number.length() == 1) {
            return 0;
        }
        boolean negative = first < ZERO;
        int hundred = negative ? ZERO - 1 - BIAS - first : first - ZERO - BIAS;
        int pairs = number.length() - (negative ? 2 : 1);
        if (pairs > hundred || hundred > 9) {
            return otherwise;
        }
        long value = 0;
        for (int i = 0; i < hundred; i++) {
            value = 100 * value + (i < pairs ? pair(buffer, number.offset() + 1 + i, negative) : 0);
        }
        return negative ? -value : value;
    }

    public static BigDecimal decimal(DirectBuffer buffer, int offset, int length) {
        int first = buffer.getByte(offset) & 0xff;
        if (first == ZERO && length == 1) {
            return BigDecimal.ZERO;
        }
        boolean negative = first < ZERO;
        int hundred = negative ? ZERO - 1 - BIAS - first : first - ZERO - BIAS;
        int pairs = length - (negative ? 2 : 1);
        char[] digits = new char[2 * pairs];
        for (int i = 0; i < pairs; i++) {
            int pair = pair(buffer, offset + 1 + i, negative);
            digits[2 * i] = (char) ('0' + pair / 10);
            digits[2 * i + 1] = (char) ('0' + pair % 10);
        }
        BigInteger unscaled = new BigInteger(new String(digits));
        return new BigDecimal(negative ? unscaled.negate() : unscaled, 2 * (pairs - hundred));
    }

    /** The plain decimal text, without exponent and needless zeros. */
    public static String text(DirectBuffer buffer, int offset, int length) {
        byte[] out = new byte[TEXT_MAX];
        return new String(out, 0, putText(buffer, offset, length, out, 0), StandardCharsets.ISO_8859_1);
    }

    /** Writes the plain decimal text. @param out at least {@link #TEXT_MAX} bytes from {@code at}. @return bytes */
    public static int putText(DirectBuffer buffer, int offset, int length, byte[] out, int at) {
        int first = buffer.getByte(offset) & 0xff;
        int to = at;
        if (first == ZERO && length == 1) {
            out[to] = '0';
            return 1;
        }
        boolean negative = first < ZERO;
        int hundred = negative ? ZERO - 1 - BIAS - first : first - ZERO - BIAS;
        int pairs = length - (negative ? 2 : 1);
        if (negative) {
            out[to++] = '-';
        }
        if (hundred <= 0) {
            out[to++] = '0';
            out[to++] = '.';
            for (int i = hundred; i < 0; i++) {
                out[to++] = '0';
                out[to++] = '0';
            }
        }
        for (int i = 0; i < Math.max(pairs, hundred); i++) {
            int pair = i < pairs ? pair(buffer, offset + 1 + i, negative) : 0;
            if (i == hundred && hundred > 0) {
                out[to++] = '.';
            }
            boolean leading = i == 0 && hundred > 0 && pair < 10;
            boolean trailing = i == pairs - 1 && i >= hundred && pair % 10 == 0;
            if (!leading) {
                out[to++] = (byte) ('0' + pair / 10);
            }
            if (!trailing) {
                out[to++] = (byte) ('0' + pair % 10);
            }
        }
        return to - at;
    }

    private static int pair(DirectBuffer buffer, int at, boolean negative) {
        int b = buffer.getByte(at);
        return negative ? 101 - b : b - 1;
    }
}
