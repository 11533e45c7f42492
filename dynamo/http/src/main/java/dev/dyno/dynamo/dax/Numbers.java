package dev.dyno.dynamo.dax;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers as DynamoDB gives them back. */
final class Numbers {

    private static final int LENGTH_MAX = 512;

    private Numbers() {
    }

    /** Without needless zeros, point or exponent: {@code 1.0} and {@code 1E0} are {@code 1}. Empty if it is none. */
    static Optional<String> normal(String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text.trim()).stripTrailingZeros();
            boolean sane = Math.abs((long) number.scale()) <= LENGTH_MAX;
            return sane ? Optional.of(number.toPlainString()) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
