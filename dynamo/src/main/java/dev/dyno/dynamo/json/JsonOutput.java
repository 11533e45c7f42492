package dev.dyno.dynamo.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * JSON into a growing array. Strings are written from their UTF-8 bytes, because that is how items have them; a
 * library's generator would want each attribute's name as a Java string first. Commas come by themselves. Reusable;
 * free of allocation once grown. Confined to a thread.
 */
public final class JsonOutput {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int INITIAL_BYTES = 4096;
    /** Of one byte: six for {@code \}u0000. */
    private static final int ESCAPED_MAX = 6;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int end;
    private byte[] copied = new byte[INITIAL_BYTES];

    public JsonOutput clear() {
        end = 0;
        return this;
    }

    /** What was written, from its start on: valid until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return end;
    }

    /** Takes back what was written from here on. */
    public void truncate(int to) {
        end = to;
    }

    public JsonOutput beginObject() {
        separate();
        bytes[end++] = '{';
        return this;
    }

    public JsonOutput endObject() {
        ensure(1);
        bytes[end++] = '}';
        return this;
    }

    public JsonOutput beginArray() {
        separate();
        bytes[end++] = '[';
        return this;
    }

    public JsonOutput endArray() {
        ensure(1);
        bytes[end++] = ']';
        return this;
    }

    /** The name of the next value; ASCII that needs no escapes. */
    public JsonOutput name(String name) {
        separate();
        ensure(name.length() + 3);
        bytes[end++] = '"';
        for (int i = 0; i < name.length(); i++) {
            bytes[end++] = (byte) name.charAt(i);
        }
        bytes[end++] = '"';
        bytes[end++] = ':';
        return this;
    }

    /** The name of the next value, whatever it is. */
    public JsonOutput anyName(String name) {
        value(name);
        bytes[end++] = ':';
        return this;
    }

    public JsonOutput anyName(DirectBuffer source, int offset, int length) {
        value(source, offset, length);
        bytes[end++] = ':';
        return this;
    }

    public JsonOutput value(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        escaped(utf8, utf8.length);
        return this;
    }

    /** A string from its UTF-8 bytes. */
    public JsonOutput value(DirectBuffer source, int offset, int length) {
        if (copied.length < length) {
            copied = new byte[2 * length];
        }
        source.getBytes(offset, copied, 0, length);
        escaped(copied, length);
        return this;
    }

    public JsonOutput value(long number) {
        separate();
        ensure(20);
        long rest = number < 0 ? number : -number;
        int digits = 1;
        for (long r = rest / 10; r != 0; r /= 10) {
            digits++;
        }
        if (number < 0) {
            bytes[end++] = '-';
        }
        for (int i = digits - 1; i >= 0; i--) {
            bytes[end + i] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        end += digits;
        return this;
    }

    /** A number with a fraction; whole ones as {@code 1.0}, as Amazon writes units. */
    public JsonOutput value(double number) {
        return raw(Double.toString(number));
    }

    public JsonOutput value(boolean value) {
        return raw(value ? "true" : "false");
    }

    /** JSON as it is, as one value. */
    public JsonOutput raw(String json) {
        separate();
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        ensure(utf8.length + 1);
        System.arraycopy(utf8, 0, bytes, end, utf8.length);
        end += utf8.length;
        return this;
    }

    /** Bytes of a string without quotes, that need no escapes: digits, Base64. */
    void plain(byte[] source, int length) {
        separate();
        ensure(length + 3);
        bytes[end++] = '"';
        System.arraycopy(source, 0, bytes, end, length);
        end += length;
        bytes[end++] = '"';
    }

    /** As text, for messages. */
    public String text(int from) {
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text(0);
    }

    private void escaped(byte[] utf8, int length) {
        separate();
        ensure(length * ESCAPED_MAX + 3);
        bytes[end++] = '"';
        for (int i = 0; i < length; i++) {
            byte b = utf8[i];
            if (b >= ' ' && b != '"' && b != '\\' || b < 0) {
                bytes[end++] = b;
            } else {
                escape(b);
            }
        }
        bytes[end++] = '"';
    }

    private void escape(byte b) {
        bytes[end++] = '\\';
        switch (b) {
            case '"', '\\' -> bytes[end++] = b;
            case '\n' -> bytes[end++] = 'n';
            case '\r' -> bytes[end++] = 'r';
            case '\t' -> bytes[end++] = 't';
            default -> {
                bytes[end++] = 'u';
                bytes[end++] = '0';
                bytes[end++] = '0';
                bytes[end++] = HEX[b >> 4];
                bytes[end++] = HEX[b & 0xf];
            }
        }
    }

    /** A comma, unless something begins here. */
    private void separate() {
        ensure(2);
        if (end > 0) {
            byte last = bytes[end - 1];
            if (last != '{' && last != '[' && last != ':') {
                bytes[end++] = ',';
            }
        }
    }

    private void ensure(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
        }
    }
}
