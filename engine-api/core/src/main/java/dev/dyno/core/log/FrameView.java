package dev.dyno.core.log;

import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.core.page.Varint;
import java.nio.charset.StandardCharsets;
import org.agrona.UnsafeApi;

/**
 * A flyweight that walks the operations of one stored frame, live or in a replay. Keys and values lie in the mapped
 * log: they stay valid until the log forgets their segment or closes, long after the view has moved on.
 *
 * <p>Walking is total: lengths are clamped to the frame, and what does not fit is {@link EngineException.Corrupt}.
 */
public final class FrameView {

    public static final int PUT = 1;
    public static final int DELETE = 2;
    public static final int CREATE_TABLE = 3;
    public static final int DROP_TABLE = 4;
    public static final int HIGHEST_TABLE_ID = 5;
    public static final int CLEAN_CLOSE = 6;

    private final Key key = new Key();
    private String file = "";
    private long filePosition;
    private long address;
    private int length;
    private long firstSequence;
    private int commits;
    private int next;
    private int nextIndex;
    private int operation;
    private int commitStart;
    private long sequence;
    private int kind;
    private int head;
    private int tableId;
    private int index;
    private long valueAddress;
    private int valueLength;
    /** Bytes of the operation that have been read. */
    private int parsed;

    /**
     * @param inFile for messages, as is {@code atPosition}, where it lies in it
     * @param expectedSequence the first one, if the frame does not say it
     */
    FrameView wrap(String inFile, long atPosition, long frameAddress, long expectedSequence) {
        file = inFile;
        filePosition = atPosition;
        address = frameAddress;
        length = FrameLayout.length(frameAddress);
        boolean anchored = FrameLayout.isAnchored(frameAddress);
        long anchor = FrameLayout.anchor(frameAddress);
        firstSequence = anchored ? AnchorLayout.FIRST_SEQUENCE.get(anchor) : expectedSequence;
        commits = anchored ? AnchorLayout.COMMITS.get(anchor) : 1;
        return rewind();
    }

    /** Back to before the first operation. */
    public FrameView rewind() {
        next = FrameLayout.operations(address);
        operation = 0;
        commitStart = next;
        nextIndex = 0;
        sequence = firstSequence;
        return this;
    }

    /** Back to before the first operation of the commit that the view stands in. */
    public void rewindCommit() {
        next = commitStart;
        operation = 0;
        nextIndex = 0;
    }

    /** Becomes a view of another's frame, before the operation that the other stands at: to walk ahead of it. */
    public void follow(FrameView other) {
        file = other.file;
        filePosition = other.filePosition;
        address = other.address;
        length = other.length;
        firstSequence = other.firstSequence;
        commits = other.commits;
        sequence = other.sequence;
        next = other.operation;
        nextIndex = other.index;
        commitStart = other.commitStart;
        operation = 0;
    }

    public long firstSequence() {
        return firstSequence;
    }

    public int commits() {
        return commits;
    }

    /** The last sequence when the frame is applied. */
    public long lastSequence() {
        return firstSequence + commits - 1;
    }

    /** Moves to the next operation. @return false at the end */
    public boolean next() {
        if (operation != 0 && isLastOfCommit()) {
            sequence++;
            commitStart = next;
            nextIndex = 0;
        }
        int room = length - next;
        if (room < FrameLayout.ALIGNMENT && isPadding(next, room)) {
            return false;
        }
        operation = next;
        int bytes = parse(address + operation, room);
        if (bytes < 0) {
            throw new EngineException.Corrupt(file, filePosition + operation, OperationLayout.LAYOUT.toString(), "head",
                    head, "a kind from " + PUT + " to " + CLEAN_CLOSE + ", and at most " + room + " bytes");
        }
        next = operation + bytes;
        return true;
    }

    private boolean isPadding(int from, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (UnsafeApi.getByte(address + from + i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads one operation. Total: any bytes answer. @return its bytes; -1 if there is none in {@code room} bytes */
    private int parse(long at, int room) {
        head = OperationLayout.HEAD.get(at);
        kind = head & OperationLayout.KIND_MASK;
        parsed = OperationLayout.LENGTH;
        tableId = head >>> OperationLayout.TABLE_SHIFT;
        if (tableId == 0) {
            tableId = number(at, room);
        }
        boolean keyed = kind == PUT || kind == DELETE;
        index = keyed && (head & OperationLayout.INDEXED) != 0 ? number(at, room) : nextIndex;
        nextIndex = index + 1;
        int partition = keyed ? number(at, room) : 0;
        int sort = keyed ? number(at, room) : 0;
        valueLength = kind == PUT || kind == CREATE_TABLE ? number(at, room) : 0;
        long bytes = (long) parsed + partition + sort + valueLength;
        boolean whole = (tableId | index | partition | sort | valueLength) >= 0 && bytes <= room;
        if (!whole || kind < PUT || kind > CLEAN_CLOSE) {
            return -1;
        }
        long partitionAddress = at + parsed;
        key.wrap(partitionAddress, partition, partitionAddress + partition, sort);
        valueAddress = partitionAddress + partition + sort;
        return (int) bytes;
    }

    /** @return -1 if there is none */
    private int number(long at, int room) {
        int value = Varint.read(at + parsed, room - parsed);
        parsed += Varint.bytes(Math.max(0, value));
        return value;
    }

    /**
     * How many operations follow each other from the beginning of a frame to its end: so bytes that are none are told
     * from a frame without a look at most of them. Total: any bytes answer. The view is of no frame then.
     *
     * @return negative, or 0, if they are not a frame: the number before the first that is none
     */
    int walk(long frameAddress) {
        address = frameAddress;
        length = FrameLayout.length(frameAddress);
        nextIndex = 0;
        int at = FrameLayout.operations(frameAddress);
        int operations = 0;
        while (length - at >= FrameLayout.ALIGNMENT || !isPadding(at, length - at)) {
            int bytes = parse(frameAddress + at, length - at);
            if (bytes < 0) {
                return -operations;
            }
            nextIndex = isLastOfCommit() ? 0 : nextIndex;
            at += bytes;
            operations++;
        }
        return operations;
    }

    /**
     * Shows one operation that a view has walked over before, for a replay in an order of its own. There is no next,
     * and no index.
     *
     * @param at from {@link #operationAddress}
     * @param partitionHash of its key
     */
    public FrameView show(long at, long atSequence, long partitionHash) {
        address = at;
        length = 0;
        operation = 0;
        sequence = atSequence;
        parse(at, Integer.MAX_VALUE);
        key.hashed(partitionHash);
        return this;
    }

    public int kind() {
        return kind;
    }

    /** Of the operation's commit. */
    public long sequence() {
        return sequence;
    }

    public int tableId() {
        return tableId;
    }

    /** In the operation's batch, from 0. */
    public int index() {
        return index;
    }

    public boolean isLastOfCommit() {
        return (head & OperationLayout.LAST_OF_COMMIT) != 0;
    }

    /** Of a created table. */
    public boolean isSorted() {
        return (head & OperationLayout.SORTED) != 0;
    }

    public long operationAddress() {
        return address + operation;
    }

    public int operationBytes() {
        return next - operation;
    }

    public Key key() {
        return key;
    }

    public long valueAddress() {
        return valueAddress;
    }

    public int valueLength() {
        return valueLength;
    }

    /** Of a created table. */
    public String tableName() {
        byte[] name = new byte[valueLength()];
        for (int i = 0; i < name.length; i++) {
            name[i] = UnsafeApi.getByte(valueAddress + i);
        }
        return new String(name, StandardCharsets.US_ASCII);
    }
}
