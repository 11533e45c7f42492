package dev.dyno.dynamo.item;

/** Decimal text to the form of {@link Numbers}, without allocation. Confined to a thread. */
final class NumberParser {

    /** One more than is allowed: enough to see that there are too many. */
    private static final int KEPT_MAX = Numbers.DIGITS_MAX + 1;
    /** Exponents beyond this are out of range whatever the digits; it also keeps the sum from overflowing. */
    private static final int EXPONENT_BOUND = 100_000;

    private final byte[] digits = new byte[KEPT_MAX];
    private int count;
    private int leadingExponent;
    private boolean anyDigit;

    /**
     * @param out at least {@link Numbers#BYTES_MAX} bytes from {@code at}
     * @return bytes written
     * @throws NumberException if it is no number, or one that is out of range
     */
    int parse(char[] text, int offset, int length, byte[] out, int at) {
        int i = offset;
        int end = offset + length;
        count = 0;
        leadingExponent = 0;
        anyDigit = false;
        boolean negative = i < end && text[i] == '-';
        if (i < end && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        i = mantissa(text, i, end);
        int exponent = 0;
        if (anyDigit && i < end && (text[i] == 'e' || text[i] == 'E')) {
            exponent = exponent(text, i + 1, end);
            i = exponent == Integer.MIN_VALUE ? i : end;
        }
        if (!anyDigit || i != end) {
            throw NumberException.notNumeric(new String(text, offset, length));
        }
        return Numbers.put(digits, count, leadingExponent + exponent, negative, out, at);
    }

    private int mantissa(char[] text, int start, int end) {
        int i = start;
        int places = 0;
        int zeros = 0;
        boolean point = false;
        for (; i < end; i++) {
            char c = text[i];
            if (c == '.' && !point) {
                point = true;
                continue;
            }
            if (c < '0' || c > '9') {
                break;
            }
            anyDigit = true;
            if (count == 0 && c == '0') {
                places += point ? 1 : 0; // zeros before the first digit count only behind the point
                continue;
            }
            if (count == 0) {
                leadingExponent = point ? -places - 1 : -1;
            }
            leadingExponent += point ? 0 : 1;
            if (c == '0') {
                zeros++; // trailing until proven otherwise
            } else {
                for (; zeros > 0; zeros--) {
                    add(0);
                }
                add(c - '0');
            }
        }
        return i;
    }

    private void add(int digit) {
        if (count < KEPT_MAX) {
            digits[count++] = (byte) digit;
        } else if (digit != 0) {
            digits[KEPT_MAX - 1] = 1; // too many digits stay too many
        }
    }

    private static int exponent(char[] text, int start, int end) {
        int i = start;
        boolean negative = i < end && text[i] == '-';
        if (i < end && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        int value = 0;
        int first = i;
        for (; i < end && text[i] >= '0' && text[i] <= '9'; i++) {
            value = Math.min(10 * value + text[i] - '0', EXPONENT_BOUND);
        }
        if (i == first || i != end) {
            return Integer.MIN_VALUE;
        }
        return negative ? -value : value;
    }
}
