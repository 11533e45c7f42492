package dev.dyno.api.layout;

import dev.dyno.api.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The fixed part of a structure on disk or off-heap: fields one behind the other, little-endian, each aligned to its
 * length, with no gaps. Declared in a {@code …Layout} class as static finals, and sealed with the length that the
 * author expects, so a mistake fails when the class loads:
 *
 * <pre>
 * static final Layout LAYOUT       = Layout.littleEndian("record", 1);
 * static final Field.U32 LENGTH    = LAYOUT.u32("length", "bytes of this record");
 * static final Field.U32 CHECKSUM  = LAYOUT.u32("checksum", "CRC32C of bytes 8 .. length-1");
 * static final Field.Opaque VALUE  = LAYOUT.rest("value", "");
 * static final int HEADER_LENGTH   = LAYOUT.seal(8);
 * </pre>
 *
 * <p>From it come {@link #toTable} (which tests compare with the Javadoc), the annotated dump ({@link Dump}) and the
 * text of every corruption message.
 *
 * <p>Source: the drift between prose and bytes in otherwise careful codebases; assertions on offsets as in
 * TigerBeetle, generation from one schema as in Aeron's SBE, dumps as tests as in Pebble.
 */
public final class Layout {

    private final String name;
    private final int version;
    private final List<Field> fields = new ArrayList<>();
    private int end;
    private boolean sealed;

    private Layout(String name, int version) {
        this.name = name;
        this.version = version;
    }

    public static Layout littleEndian(String name, int version) {
        return new Layout(name, version);
    }

    public Field.U8 u8(String field, String meaning) {
        return add(new Field.U8(this, field, place(1), meaning));
    }

    public Field.U16 u16(String field, String meaning) {
        return add(new Field.U16(this, field, place(2), meaning));
    }

    public Field.U32 u32(String field, String meaning) {
        return add(new Field.U32(this, field, place(4), meaning));
    }

    public Field.U64 u64(String field, String meaning) {
        return add(new Field.U64(this, field, place(8), meaning));
    }

    public Field.Ascii ascii(String field, int length, String meaning) {
        return add(new Field.Ascii(this, field, place(1), length, meaning));
    }

    /** Bytes kept zero, for later versions and alignment. */
    public Field.Opaque reserved(int length) {
        return add(new Field.Opaque(this, "reserved", place(1), length, "0"));
    }

    /** A part of variable length behind the fixed fields. Parts follow each other; none is aligned. */
    public Field.Opaque rest(String field, String meaning) {
        return add(new Field.Opaque(this, field, end, Field.REST, meaning));
    }

    /**
     * Ends the declaration.
     *
     * @return {@code length}
     * @throws IllegalStateException if the fixed fields do not end exactly there
     */
    public int seal(int length) {
        if (end != length || sealed) {
            throw new IllegalStateException(
                    "layout does not end where declared: layout=" + name + ", end=" + end + ", declared=" + length);
        }
        sealed = true;
        return length;
    }

    public String name() {
        return name;
    }

    public int version() {
        return version;
    }

    /** Bytes of the fixed fields. */
    public int length() {
        return end;
    }

    public List<Field> fields() {
        return List.copyOf(fields);
    }

    /** The table of its documentation: offset, bytes, field, type, meaning. */
    public String toTable() {
        int widest = "field".length();
        for (Field field : fields) {
            widest = Math.max(widest, field.name().length());
        }
        String row = "%6s  %5s  %-" + widest + "s  %-5s  %s";
        StringBuilder table = new StringBuilder();
        append(table, row, "offset", "bytes", "field", "type", "meaning");
        boolean variable = false;
        for (Field field : fields) {
            boolean rest = field.length() == Field.REST;
            append(table, row, variable ? "" : field.offset(), rest ? "" : field.length(), field.name(), field.type(),
                    field.meaning());
            variable |= rest;
        }
        return table.toString();
    }

    /** The exception for a field of this layout that is not what it must be. */
    public EngineException.Corrupt corrupt(String file, long position, Field field, Object found, Object expected) {
        return new EngineException.Corrupt(file, position + field.offset(), name + " v" + version, field.name(), found,
                expected);
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }

    private int place(int alignment) {
        if (sealed) {
            throw new IllegalStateException("layout is sealed: layout=" + name);
        }
        if (!fields.isEmpty() && fields.getLast().length() == Field.REST) {
            throw new IllegalStateException("no fixed field may follow a variable one: layout=" + name);
        }
        if (end % alignment != 0) {
            throw new IllegalStateException("field is not aligned: layout=" + name + ", behind="
                    + (fields.isEmpty() ? "" : fields.getLast().name()) + ", offset=" + end
                    + ", alignment=" + alignment);
        }
        return end;
    }

    private <F extends Field> F add(F field) {
        for (Field other : fields) {
            if (other.name().equals(field.name()) && !field.name().equals("reserved")) {
                throw new IllegalStateException("field twice: layout=" + name + ", field=" + field.name());
            }
        }
        fields.add(field);
        end += Math.max(0, field.length());
        return field;
    }

    private static void append(StringBuilder table, String row, Object... cells) {
        table.append(String.format(Locale.ROOT, row, cells).stripTrailing()).append('\n');
    }
}
