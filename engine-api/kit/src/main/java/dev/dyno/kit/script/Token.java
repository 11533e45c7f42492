package dev.dyno.kit.script;

import java.nio.charset.StandardCharsets;

/**
 * How bytes stand in a script: printable ASCII as it is, other bytes as {@code \xHH}, a run of 8 or more equal bytes as
 * {@code b{N}}, no bytes as {@code ''}. In memory they are ISO-8859-1 strings, one character a byte, because strings
 * have the equality and the order (unsigned) that byte arrays lack.
 */
final class Token {

    static final String EMPTY = "''";
    private static final int RUN_MIN = 8;
    /** They have a meaning in the grammar, so as bytes they are written in hexadecimal. */
    private static final String RESERVED = "\\{};,=#'";

    private Token() {
    }

    static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String print(String latin) {
        if (latin.isEmpty()) {
            return EMPTY;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < latin.length(); ) {
            char c = latin.charAt(i);
            int end = i + 1;
            while (end < latin.length() && latin.charAt(end) == c) {
                end++;
            }
            if (end - i >= RUN_MIN) {
                append(text, c);
                text.append('{').append(end - i).append('}');
            } else {
                for (int k = i; k < end; k++) {
                    append(text, c);
                }
            }
            i = end;
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException saying what is wrong with the token */
    static String parse(String token) {
        if (token.equals(EMPTY)) {
            return "";
        }
        StringBuilder latin = new StringBuilder();
        for (int i = 0; i < token.length(); ) {
            char c = token.charAt(i++);
            if (c == '\\') {
                if (i + 3 > token.length() || token.charAt(i) != 'x') {
                    throw new IllegalArgumentException("a backslash must start \\xHH: token=" + token);
                }
                c = (char) Integer.parseInt(token, i + 1, i + 3, 16);
                i += 3;
            } else if (c <= ' ' || c >= 0x7f || RESERVED.indexOf(c) >= 0) {
                throw new IllegalArgumentException("write this byte as \\xHH: byte=" + c + ", token=" + token);
            }
            int count = 1;
            if (i < token.length() && token.charAt(i) == '{') {
                int close = token.indexOf('}', i);
                if (close < 0) {
                    throw new IllegalArgumentException("a run has no '}': token=" + token);
                }
                count = Integer.parseInt(token, i + 1, close, 10);
                i = close + 1;
            }
            latin.repeat(c, count);
        }
        return latin.toString();
    }

    private static void append(StringBuilder text, char c) {
        if (c <= ' ' || c >= 0x7f || RESERVED.indexOf(c) >= 0) {
            text.append(String.format("\\x%02x", (int) c));
        } else {
            text.append(c);
        }
    }
}
