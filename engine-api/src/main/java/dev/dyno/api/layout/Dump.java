package dev.dyno.api.layout;

import dev.dyno.api.Names;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Annotated bytes: every field on a line, with its position, its bytes in hexadecimal, its name and its value. The
 * text is deterministic, so a dump of a small file is both the picture in the documentation and a golden test.
 */
public final class Dump {

    private static final int BYTES_PER_LINE = 8;
    private static final int BYTES_SHOWN_MAX = 64;

    private final StringBuilder text = new StringBuilder();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private int depth;

    /** A line between structures. */
    public Dump heading(String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
        return this;
    }

    /** What follows belongs to the heading above, until {@link #leave}. */
    public Dump enter() {
        depth++;
        return this;
    }

    public Dump leave() {
        depth--;
        return this;
    }

    /** The fixed fields of a structure at {@code base}; {@code position} is where it lies in the file. */
    public Dump structure(Layout layout, DirectBuffer buffer, int base, long position) {
        for (Field field : layout.fields()) {
            if (field.length() != Field.REST) {
                bytes(field.name(), field.show(buffer, base), buffer, base + field.offset(), field.length(),
                        position + field.offset());
            }
        }
        return this;
    }

    /** A part of variable length: hexadecimal and, behind its name, the printable form. */
    public Dump bytes(String name, DirectBuffer buffer, int offset, int length, long position) {
        view.wrap(buffer, offset, length);
        return bytes(name, Names.printable(view), buffer, offset, length, position);
    }

    private Dump bytes(String name, String value, DirectBuffer buffer, int offset, int length, long position) {
        int shown = Math.min(length, BYTES_SHOWN_MAX);
        for (int at = 0; at < shown || at == 0; at += BYTES_PER_LINE) {
            StringBuilder hex = new StringBuilder();
            for (int i = at; i < Math.min(shown, at + BYTES_PER_LINE); i++) {
                hex.append(String.format("%02x ", buffer.getByte(offset + i)));
            }
            String label = at == 0 ? (name + ' ' + value).stripTrailing() : "";
            text.append(String.format(Locale.ROOT, "%s%08x  %-24s  %s", "  ".repeat(depth), position + at, hex, label)
                    .stripTrailing()).append('\n');
        }
        if (shown < length) {
            heading(String.format(Locale.ROOT, "          … %,d bytes more", length - shown));
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
