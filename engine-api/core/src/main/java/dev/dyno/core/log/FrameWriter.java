package dev.dyno.core.log;

import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Builds one frame off-heap, operation by operation. Its memory grows to the largest frame ever built and is kept, so
 * in steady state it allocates nothing. Threads: one.
 */
public final class FrameWriter implements AutoCloseable {

    private static final int FIRST_BYTES = 256 << 10;
    private static final int NONE = -1;

    private final Memory memory;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private Region region;
    private long address;
    private int end;
    private int lastOperation;
    private int commits;

    public FrameWriter(Memory memory) {
        this.memory = memory;
        region = memory.map(FIRST_BYTES, "log frame", false);
        wrap();
        clear();
    }

    public void clear() {
        end = FrameLayout.LENGTH;
        lastOperation = NONE;
        commits = 0;
    }

    /** Adds a put to the commit that is open; {@link #endCommit} ends it. */
    public void put(TableSpec table, Key key, DirectBuffer value, int offset, int length, int index) {
        int at = begin(FrameView.PUT, table.id(), key.partition().capacity(), key.sort().capacity(), length, index);
        at = copy(copy(at, key.partition()), key.sort());
        value.getBytes(offset, buffer, at, length);
        pad();
    }

    public void delete(TableSpec table, Key key, int index) {
        int at = begin(FrameView.DELETE, table.id(), key.partition().capacity(), key.sort().capacity(), 0, index);
        copy(copy(at, key.partition()), key.sort());
        pad();
    }

    /** The operations since the last end of a commit are one commit. */
    public void endCommit() {
        long last = address + lastOperation;
        OperationLayout.FLAGS.set(last, OperationLayout.LAST_OF_COMMIT);
        commits++;
    }

    public void createTable(TableSpec table) {
        byte[] name = table.name().getBytes(StandardCharsets.US_ASCII);
        int at = begin(FrameView.CREATE_TABLE, table.id(), 0, 0, name.length, 0);
        OperationLayout.FLAGS.set(address + lastOperation, table.sorted() ? OperationLayout.SORTED : 0);
        buffer.putBytes(at, name);
        pad();
    }

    public void dropTable(int tableId) {
        begin(FrameView.DROP_TABLE, tableId, 0, 0, 0, 0);
        pad();
    }

    /** Ids up to this one have been given, also those of tables that are gone. */
    public void highestTableId(int tableId) {
        begin(FrameView.HIGHEST_TABLE_ID, tableId, 0, 0, 0, 0);
        pad();
    }

    void cleanClose() {
        begin(FrameView.CLEAN_CLOSE, 0, 0, 0, 0, 0);
        pad();
    }

    /** Where the frame ends now; {@link #rewind} comes back to it. Only between commits. */
    public int mark() {
        return end;
    }

    /** Forgets the operations since {@code mark}, which must not include the end of a commit. */
    public void rewind(int mark) {
        end = mark;
    }

    public boolean isEmpty() {
        return end == FrameLayout.LENGTH;
    }

    /** Bytes, padded. */
    public int length() {
        return end;
    }

    public int commits() {
        return commits;
    }

    long address() {
        return address;
    }

    /** Fills in the header; the frame is then complete as it is to be stored, its length included. */
    void seal(long position, int gap, long durable, long firstSequence, long salt) {
        FrameLayout.POSITION.set(address, position);
        FrameLayout.DURABLE.set(address, durable);
        FrameLayout.FIRST_SEQUENCE.set(address, firstSequence);
        FrameLayout.COMMITS.set(address, commits);
        FrameLayout.GAP.set(address, gap);
        FrameLayout.FRAME_LENGTH.set(address, end);
        FrameLayout.CHECKSUM.set(address, FrameLayout.checksum(address, end, salt));
    }

    @Override
    public void close() {
        region.close();
    }

    private int begin(int kind, int tableId, int partition, int sort, int value, int index) {
        int at = end;
        int length = OperationLayout.LENGTH + partition + sort + value;
        ensure(at + FrameLayout.padded(length));
        long operation = address + at;
        OperationLayout.KIND.set(operation, kind);
        OperationLayout.FLAGS.set(operation, 0);
        OperationLayout.PARTITION_LENGTH.set(operation, partition);
        OperationLayout.TABLE_ID.set(operation, tableId);
        OperationLayout.VALUE_LENGTH.set(operation, value);
        OperationLayout.SORT_LENGTH.set(operation, sort);
        OperationLayout.INDEX.set(operation, index);
        lastOperation = at;
        end = at + length;
        return at + OperationLayout.LENGTH;
    }

    private int copy(int at, DirectBuffer part) {
        int length = part.capacity();
        if (length > 0) {
            part.getBytes(0, buffer, at, length);
        }
        return at + length;
    }

    private void pad() {
        while ((end & 7) != 0) {
            UnsafeApi.putByte(address + end++, (byte) 0);
        }
    }

    private void ensure(int bytes) {
        if (bytes <= region.bytes()) {
            return;
        }
        Region larger = memory.map(Math.max(bytes, 2 * region.bytes()), "log frame", false);
        UnsafeApi.copyMemory(address, larger.address(), end);
        region.close();
        region = larger;
        wrap();
    }

    private void wrap() {
        address = region.address();
        buffer.wrap(address, (int) region.bytes());
    }
}
