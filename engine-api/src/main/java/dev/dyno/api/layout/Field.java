package dev.dyno.api.layout;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * A place in a {@link Layout}, little-endian, with its accessors: by buffer and base offset, or by the base address of
 * the structure. Fields are records held in static finals, because HotSpot trusts the components of records: the
 * offset folds into the instruction as a literal would.
 *
 * <p>Raw accessors have Agrona's names for memory order: {@code setRelease} publishes what was stored before it to
 * whoever sees the value with {@code getAcquire}.
 */
public sealed interface Field {

    Layout layout();

    String name();

    /** Bytes from the start of the structure. */
    int offset();

    /** Bytes it takes; {@link #REST} for one of variable length at the end. */
    int length();

    String meaning();

    /** The type in tables and dumps: {@code u32}. */
    String type();

    /** The value for people. */
    String show(DirectBuffer buffer, int base);

    /** Length of a field that takes the rest. */
    int REST = -1;

    /** 0 to 255. */
    record U8(Layout layout, String name, int offset, String meaning) implements Field {
        public int get(DirectBuffer buffer, int base) {
            return buffer.getByte(base + offset) & 0xff;
        }

        public void set(MutableDirectBuffer buffer, int base, int value) {
            buffer.putByte(base + offset, (byte) value);
        }

        public int get(long address) {
            return UnsafeApi.getByte(address + offset) & 0xff;
        }

        public void set(long address, int value) {
            UnsafeApi.putByte(address + offset, (byte) value);
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public String type() {
            return "u8";
        }

        @Override
        public String show(DirectBuffer buffer, int base) {
            return Integer.toString(get(buffer, base));
        }
    }

    /** 0 to 65,535. */
    record U16(Layout layout, String name, int offset, String meaning) implements Field {
        public int get(DirectBuffer buffer, int base) {
            return buffer.getShort(base + offset, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        }

        public void set(MutableDirectBuffer buffer, int base, int value) {
            buffer.putShort(base + offset, (short) value, ByteOrder.LITTLE_ENDIAN);
        }

        public int get(long address) {
            return UnsafeApi.getShort(address + offset) & 0xffff;
        }

        public void set(long address, int value) {
            UnsafeApi.putShort(address + offset, (short) value);
        }

        @Override
        public int length() {
            return 2;
        }

        @Override
        public String type() {
            return "u16";
        }

        @Override
        public String show(DirectBuffer buffer, int base) {
            return Integer.toString(get(buffer, base));
        }
    }

    /** A 32-bit word; unsigned in tables, an {@code int} in code: lengths stay below 2 GiB, checksums are bits. */
    record U32(Layout layout, String name, int offset, String meaning) implements Field {
        public int get(DirectBuffer buffer, int base) {
            return buffer.getInt(base + offset, ByteOrder.LITTLE_ENDIAN);
        }

        public void set(MutableDirectBuffer buffer, int base, int value) {
            buffer.putInt(base + offset, value, ByteOrder.LITTLE_ENDIAN);
        }

        public int get(long address) {
            return UnsafeApi.getInt(address + offset);
        }

        public void set(long address, int value) {
            UnsafeApi.putInt(address + offset, value);
        }

        public int getAcquire(long address) {
            return UnsafeApi.getIntAcquire(null, address + offset);
        }

        public void setRelease(long address, int value) {
            UnsafeApi.putIntRelease(null, address + offset, value);
        }

        @Override
        public int length() {
            return 4;
        }

        @Override
        public String type() {
            return "u32";
        }

        @Override
        public String show(DirectBuffer buffer, int base) {
            return Integer.toUnsignedString(get(buffer, base));
        }
    }

    /** A 64-bit word. */
    record U64(Layout layout, String name, int offset, String meaning) implements Field {
        public long get(DirectBuffer buffer, int base) {
            return buffer.getLong(base + offset, ByteOrder.LITTLE_ENDIAN);
        }

        public void set(MutableDirectBuffer buffer, int base, long value) {
            buffer.putLong(base + offset, value, ByteOrder.LITTLE_ENDIAN);
        }

        public long get(long address) {
            return UnsafeApi.getLong(address + offset);
        }

        public void set(long address, long value) {
            UnsafeApi.putLong(address + offset, value);
        }

        public long getAcquire(long address) {
            return UnsafeApi.getLongAcquire(null, address + offset);
        }

        public void setRelease(long address, long value) {
            UnsafeApi.putLongRelease(null, address + offset, value);
        }

        @Override
        public int length() {
            return 8;
        }

        @Override
        public String type() {
            return "u64";
        }

        @Override
        public String show(DirectBuffer buffer, int base) {
            return Long.toUnsignedString(get(buffer, base));
        }
    }

    /** A name in ASCII, padded with zeros. */
    record Ascii(Layout layout, String name, int offset, int length, String meaning) implements Field {
        public String get(DirectBuffer buffer, int base) {
            int end = 0;
            while (end < length && buffer.getByte(base + offset + end) != 0) {
                end++;
            }
            return buffer.getStringWithoutLengthAscii(base + offset, end);
        }

        public void set(MutableDirectBuffer buffer, int base, String value) {
            if (value.length() > length) {
                throw new IllegalArgumentException(
                        name + " is too long: value=" + value + ", bytes=" + value.length() + ", limit=" + length);
            }
            buffer.setMemory(base + offset, length, (byte) 0);
            buffer.putStringWithoutLengthAscii(base + offset, value);
        }

        @Override
        public String type() {
            return "ascii";
        }

        @Override
        public String show(DirectBuffer buffer, int base) {
            return "'" + get(buffer, base) + "'";
        }
    }

    /** Bytes without a number: reserved zeros, or a part of variable length at the end. */
    record Opaque(Layout layout, String name, int offset, int length, String meaning) implements Field {
        @Override
        public String type() {
            return "";
        }

        @Override
        public String show(DirectBuffer buffer, int base) {
            return "";
        }
    }
}
