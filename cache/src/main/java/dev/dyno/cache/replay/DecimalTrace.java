package dev.dyno.cache.replay;

import java.io.BufferedInputStream;

/** One decimal block number a line; lines that are empty or begin with {@code *} are markers. As in the LIRS paper. */
final class DecimalTrace extends LineTrace {

    DecimalTrace(String file, BufferedInputStream input) {
        super(file, input);
    }

    @Override
    long parse(byte[] bytes, int lineLength) {
        long number = 0;
        int digits = 0;
        for (int i = 0; i < lineLength; i++) {
            byte b = bytes[i];
            if (b == '*') {
                return -1;
            }
            if (b >= '0' && b <= '9' && digits < 18) {
                number = 10 * number + b - '0';
                digits++;
            } else if (b != ' ') {
                throw unexpected("a decimal number of at most 18 digits");
            }
        }
        return digits == 0 ? -1 : number;
    }
}
