package dev.dyno.bench.cli;

/** Numbers of items as they are typed. */
final class ItemCount {

    private ItemCount() {
    }

    /** {@code 100M} to 100,000,000. */
    static long parse(String text) {
        long factor = switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
            case 'k', 'K' -> 1_000;
            case 'M' -> 1_000_000;
            case 'G' -> 1_000_000_000;
            default -> 1;
        };
        String digits = factor == 1 ? text : text.substring(0, text.length() - 1);
        try {
            return Math.multiplyExact(Long.parseLong(digits.replace("_", "").replace(",", "")), factor);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("not a number of items: " + text + ", examples: 100M, 5000", e);
        }
    }
}
