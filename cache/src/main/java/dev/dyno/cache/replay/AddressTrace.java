package dev.dyno.cache.replay;

import java.io.BufferedInputStream;

/**
 * Loads and stores of a processor, {@code l 0x1fffff58 1}: kind, hexadecimal address, instructions between. The key is
 * the cache line of 64 bytes.
 */
final class AddressTrace extends LineTrace {

    private static final int CACHE_LINE_BITS = 6;
    private static final int DIGITS_START = 4;
    private static final int DIGITS_MAX = 15;

    AddressTrace(String file, BufferedInputStream input) {
        super(file, input);
    }

    @Override
    long parse(byte[] bytes, int lineLength) {
        if (lineLength == 0) {
            return -1;
        }
        boolean begins = lineLength > DIGITS_START && (bytes[0] == 'l' || bytes[0] == 's') && bytes[1] == ' '
                && bytes[2] == '0' && bytes[3] == 'x';
        int at = DIGITS_START;
        long address = 0;
        while (begins && at < lineLength && Character.digit(bytes[at], 16) >= 0) {
            address = address << 4 | Character.digit(bytes[at++], 16);
        }
        if (!begins || at == DIGITS_START || at > DIGITS_START + DIGITS_MAX || at < lineLength && bytes[at] != ' ') {
            throw unexpected("'l' or 's', an address of at most " + DIGITS_MAX + " hexadecimal digits, a count");
        }
        return address >>> CACHE_LINE_BITS;
    }
}
