package dev.dyno.dynamo.item;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes items and values one behind the other into a growing array, in the form of {@link ItemLayout}. Containers may
 * be filled in any order: when one ends, its entries or members are put in the order of their bytes, and of entries
 * with one name the last stays. Reusable; free of allocation once grown. Confined to a thread.
 */
public final class ItemWriter {

    private static final int INITIAL_BYTES = 4096;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private final UnsafeBuffer view = new UnsafeBuffer(bytes);
    private int end;
    private final Parts parts = new Parts();
    private final NumberParser numbers = new NumberParser();
    private boolean duplicateMember;

    /** Forgets everything that was written. */
    public ItemWriter clear() {
        end = 0;
        parts.clear();
        duplicateMember = false;
        return this;
    }

    /** What was written: valid until the next write. */
    public DirectBuffer buffer() {
        return view;
    }

    /** Where the next byte goes. */
    public int end() {
        return end;
    }

    /** Takes back what was written from here on. Only outside containers that were begun behind it. */
    public void truncate(int to) {
        end = to;
    }

    /** Begins a whole item. @return where it begins */
    public int beginItem() {
        int at = end;
        ensure(ItemLayout.HEADER_LENGTH);
        Arrays.fill(bytes, end, end + ItemLayout.HEADER_LENGTH, (byte) 0);
        end += ItemLayout.HEADER_LENGTH;
        parts.begin(at, end, Types.M);
        return at;
    }

    /** Ends the item. @return where it begins */
    public int endItem() {
        arrange();
        int at = parts.start();
        parts.end();
        ItemLayout.FORM.set(view, at, ItemLayout.FORM_1);
        ItemLayout.SIZE.set(view, at, Sizes.ofEntries(view, at + ItemLayout.HEADER_LENGTH, end));
        return at;
    }

    /** Begins a map, list or set. @return where it begins */
    public int begin(int type) {
        int at = member();
        ensure(1 + Integer.BYTES);
        bytes[end++] = (byte) type;
        end += Integer.BYTES;
        parts.begin(at, end, type);
        return at;
    }

    /** Ends what was begun last. */
    public void end(int at) {
        if (parts.start() != at) {
            throw new IllegalStateException("not the innermost container: begins=" + parts.start() + ", asked=" + at);
        }
        if (parts.type() != Types.L) {
            arrange();
        }
        view.putInt(at + 1, end - parts.body(), ByteOrder.LITTLE_ENDIAN);
        parts.end();
    }

    /** Whether a set that ended since {@link #clear} had a member twice; reading it forgets it. */
    public boolean takeDuplicateMember() {
        boolean duplicate = duplicateMember;
        duplicateMember = false;
        return duplicate;
    }

    /** The name of the next value, in a map. */
    public void name(String name) {
        parts.add(end);
        utf8(name);
    }

    /** The name of the next value, in a map. */
    public void name(DirectBuffer source, int offset, int length) {
        parts.add(end);
        raw(source, offset, length);
    }

    public void string(String text) {
        member(Types.S);
        utf8(text);
    }

    public void string(char[] text, int offset, int length) {
        member(Types.S);
        utf8(text, offset, length);
    }

    /** @throws NumberException if it is no number that DynamoDB keeps; then nothing is written */
    public void number(char[] text, int offset, int length) {
        ensure(2 + Numbers.BYTES_MAX);
        int header = inSet() ? 1 : 2;
        int count = numbers.parse(text, offset, length, bytes, end + header);
        member(Types.N);
        bytes[end] = (byte) count;
        end += 1 + count;
    }

    /** @throws NumberException if it is no number that DynamoDB keeps; then nothing is written */
    public void number(String text) {
        number(text.toCharArray(), 0, text.length());
    }

    public void number(long value) {
        ensure(2 + Numbers.BYTES_MAX);
        member(Types.N);
        int count = Numbers.put(value, bytes, end + 1);
        bytes[end] = (byte) count;
        end += 1 + count;
    }

    /** The sum or difference of two numbers. @throws NumberException if it is out of range; nothing is written */
    public void sum(Value a, Value b, boolean subtract) {
        ensure(2 + Numbers.BYTES_MAX);
        int count = Numbers.add(a, b, subtract, bytes, end + 2);
        member(Types.N);
        bytes[end] = (byte) count;
        end += 1 + count;
    }

    public void binary(byte[] source, int offset, int length) {
        member(Types.B);
        length(length);
        ensure(length);
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    /** A string, number or binary from the bytes of its body. @return where it begins */
    public int scalar(int type, DirectBuffer source, int offset, int length) {
        int at = end;
        member(type);
        raw(source, offset, length);
        return at;
    }

    public void bool(boolean value) {
        member(Types.BOOL);
        bytes[end++] = (byte) (value ? 1 : 0);
    }

    public void nil() {
        member(Types.NULL);
    }

    /** A copy of a value that may lie anywhere, also in this writer. @return where it begins */
    public int copy(Value value) {
        int at = member();
        int head = switch (value.type()) {
            case Types.S, Types.N, Types.B -> 1 + Lengths.bytes(value.length());
            case Types.NULL, Types.BOOL -> 1;
            default -> 1 + Integer.BYTES;
        };
        ensure(head + value.length());
        bytes[end] = (byte) value.type();
        switch (value.type()) {
            case Types.S, Types.N, Types.B -> Lengths.put(bytes, end + 1, value.length());
            case Types.NULL, Types.BOOL -> { }
            default -> view.putInt(end + 1, value.length(), ByteOrder.LITTLE_ENDIAN);
        }
        value.buffer().getBytes(value.offset(), bytes, end + head, value.length());
        end += head + value.length();
        return at;
    }

    /** A member of a set, by its bytes in the form of a value's body. */
    public void member(DirectBuffer source, int offset, int length) {
        parts.add(end);
        raw(source, offset, length);
    }

    /** A copy of bytes in the form of a whole item. @return where it begins */
    public int copyItem(DirectBuffer source, int offset, int length) {
        int at = end;
        ensure(length);
        source.getBytes(offset, bytes, end, length);
        end += length;
        return at;
    }

    private boolean inSet() {
        return parts.isOpen() && Types.isSet(parts.type());
    }

    /** Notes where a member of a set begins; entries of a map were noted with their names. */
    private int member() {
        if (inSet()) {
            parts.add(end);
        }
        return end;
    }

    private void member(int type) {
        boolean set = inSet();
        member();
        ensure(2);
        if (!set) {
            bytes[end++] = (byte) type;
        }
    }

    private void raw(DirectBuffer source, int offset, int length) {
        length(length);
        ensure(length);
        source.getBytes(offset, bytes, end, length);
        end += length;
    }

    private void length(int length) {
        ensure(Integer.BYTES + 1);
        end = Lengths.put(bytes, end, length);
    }

    private void utf8(String text) {
        int encoded = Utf8.length(text);
        length(encoded);
        ensure(encoded);
        Utf8.put(text, encoded, bytes, end);
        end += encoded;
    }

    private void utf8(char[] text, int offset, int length) {
        int encoded = Utf8.length(text, offset, length);
        length(encoded);
        ensure(encoded);
        Utf8.put(text, offset, length, encoded, bytes, end);
        end += encoded;
    }

    private void arrange() {
        boolean members = parts.type() != Types.M;
        int kept = parts.arrange(view, bytes, end);
        if (kept < end) {
            duplicateMember |= members;
            end = kept;
        }
    }

    private void ensure(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
            view.wrap(bytes);
        }
    }
}
