package dev.dyno.core.log;

import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
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
    private int next;
    private int operation;
    private int commitStart;
    private long sequence;
    private long valueAddress;

    /** @param filePosition where it lies in {@code file}, for messages */
    FrameView wrap(String inFile, long atPosition, long frameAddress) {
        file = inFile;
        filePosition = atPosition;
        address = frameAddress;
        length = FrameLayout.FRAME_LENGTH.get(frameAddress);
        return rewind();
    }

    /** Back to before the first operation. */
    public FrameView rewind() {
        next = FrameLayout.LENGTH;
        operation = 0;
        commitStart = next;
        sequence = firstSequence();
        return this;
    }

    /** Back to before the first operation of the commit that the view stands in. */
    public void rewindCommit() {
        next = commitStart;
        operation = 0;
    }

    public long firstSequence() {
        return FrameLayout.FIRST_SEQUENCE.get(address);
    }

    public int commits() {
        return FrameLayout.COMMITS.get(address);
    }

    /** The last sequence when the frame is applied. */
    public long lastSequence() {
        return firstSequence() + commits() - 1;
    }

    /** Moves to the next operation. @return false at the end */
    public boolean next() {
        if (operation != 0 && isLastOfCommit()) {
            sequence++;
            commitStart = next;
        }
        if (next >= length) {
            return false;
        }
        operation = next;
        long at = address + operation;
        int room = length - operation;
        if (room < OperationLayout.LENGTH || kind() < PUT || kind() > CLEAN_CLOSE) {
            throw corrupt("kind", room < OperationLayout.LENGTH ? "end of frame" : kind(), "1 to " + CLEAN_CLOSE);
        }
        int partition = OperationLayout.PARTITION_LENGTH.get(at);
        int sort = OperationLayout.SORT_LENGTH.get(at);
        int value = valueLength();
        long bytes = (long) OperationLayout.LENGTH + partition + sort + value;
        if (value < 0 || bytes > room) {
            throw corrupt("valueLength", value, "at most " + (room - OperationLayout.LENGTH - partition - sort));
        }
        wrapItem(at, partition, sort);
        next = operation + FrameLayout.padded((int) bytes);
        return true;
    }

    private void wrapItem(long at, int partition, int sort) {
        long partitionAddress = at + OperationLayout.LENGTH;
        key.wrap(partitionAddress, partition, partitionAddress + partition, sort);
        valueAddress = partitionAddress + partition + sort;
    }

    /**
     * Shows one operation that a view has walked over before, for a replay in an order of its own. There is no next.
     *
     * @param at from {@link #operationAddress}
     */
    public FrameView show(long at, long atSequence) {
        address = at;
        length = 0;
        operation = 0;
        sequence = atSequence;
        wrapItem(at, OperationLayout.PARTITION_LENGTH.get(at), OperationLayout.SORT_LENGTH.get(at));
        return this;
    }

    public int kind() {
        return OperationLayout.KIND.get(address + operation);
    }

    /** Of the operation's commit. */
    public long sequence() {
        return sequence;
    }

    public int tableId() {
        return OperationLayout.TABLE_ID.get(address + operation);
    }

    /** In the operation's batch, from 0. */
    public int index() {
        return OperationLayout.INDEX.get(address + operation);
    }

    public boolean isLastOfCommit() {
        return (OperationLayout.FLAGS.get(address + operation) & OperationLayout.LAST_OF_COMMIT) != 0;
    }

    /** Of a created table. */
    public boolean isSorted() {
        return (OperationLayout.FLAGS.get(address + operation) & OperationLayout.SORTED) != 0;
    }

    public long operationAddress() {
        return address + operation;
    }

    public Key key() {
        return key;
    }

    public long valueAddress() {
        return valueAddress;
    }

    public int valueLength() {
        return OperationLayout.VALUE_LENGTH.get(address + operation);
    }

    /** Of a created table. */
    public String tableName() {
        byte[] name = new byte[valueLength()];
        for (int i = 0; i < name.length; i++) {
            name[i] = UnsafeApi.getByte(valueAddress + i);
        }
        return new String(name, StandardCharsets.US_ASCII);
    }

    private EngineException.Corrupt corrupt(String field, Object found, Object expected) {
        return new EngineException.Corrupt(
                file, filePosition + operation, OperationLayout.LAYOUT.toString(), field, found, expected);
    }
}
