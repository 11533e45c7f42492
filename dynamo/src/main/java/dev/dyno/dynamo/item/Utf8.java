package dev.dyno.dynamo.item;

/** UTF-8 without a byte array in between. A lone surrogate becomes U+FFFD. */
final class Utf8 {

    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {
    }

    static int length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                length += more(c, pair);
                i += pair ? 1 : 0;
            }
        }
        return length;
    }

    static int length(char[] text, int offset, int count) {
        int length = count;
        for (int i = offset; i < offset + count; i++) {
            char c = text[i];
            if (c >= 0x80) {
                boolean pair = Character.isHighSurrogate(c) && i + 1 < offset + count
                        && Character.isLowSurrogate(text[i + 1]);
                length += more(c, pair);
                i += pair ? 1 : 0;
            }
        }
        return length;
    }

    /** Bytes beyond one for each char; of a pair, 4 bytes of 2 chars, counted at its first. */
    private static int more(char c, boolean pair) {
        return !pair && c < 0x800 ? 1 : 2;
    }

    @SuppressWarnings("deprecation") // the fastest copy of ASCII there is; it is ASCII when no char takes two bytes
    static void put(String text, int encoded, byte[] out, int at) {
        if (encoded == text.length()) {
            text.getBytes(0, encoded, out, at);
        } else {
            put(text.toCharArray(), 0, text.length(), encoded, out, at);
        }
    }

    static void put(char[] text, int offset, int count, int encoded, byte[] out, int at) {
        int to = at;
        if (encoded == count) {
            for (int i = 0; i < count; i++) {
                out[to + i] = (byte) text[offset + i];
            }
            return;
        }
        for (int i = offset; i < offset + count; i++) {
            char c = text[i];
            if (c < 0x80) {
                out[to++] = (byte) c;
            } else if (c < 0x800) {
                out[to++] = (byte) (0xc0 | c >> 6);
                out[to++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c) && i + 1 < offset + count
                    && Character.isLowSurrogate(text[i + 1])) {
                int point = Character.toCodePoint(c, text[++i]);
                out[to++] = (byte) (0xf0 | point >> 18);
                out[to++] = (byte) (0x80 | point >> 12 & 0x3f);
                out[to++] = (byte) (0x80 | point >> 6 & 0x3f);
                out[to++] = (byte) (0x80 | point & 0x3f);
            } else {
                int point = Character.isSurrogate(c) ? REPLACEMENT : c;
                out[to++] = (byte) (0xe0 | point >> 12);
                out[to++] = (byte) (0x80 | point >> 6 & 0x3f);
                out[to++] = (byte) (0x80 | point & 0x3f);
            }
        }
    }
}
