package dev.dyno.core.log;

import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.page.Varint;
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
    /** Where operations begin: there is room for an anchor, whether the frame will have one or not. */
    private static final int OPERATIONS = FrameLayout.LENGTH + AnchorLayout.LENGTH;
    /** The head and five numbers. */
    private static final int HEADS_MAX = OperationLayout.LENGTH + 5 * Varint.BYTES_MAX;

    private final Memory memory;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private Region region;
    private long address;
    private int start;
    private int end;
    private int lastOperation;
    private int nextIndex;
    private int commits;

    public FrameWriter(Memory memory) {
        this.memory = memory;
        region = memory.map(FIRST_BYTES, "log frame", false);
        wrap();
        clear();
    }

    public void clear() {
        end = OPERATIONS;
        lastOperation = NONE;
        nextIndex = 0;
        commits = 0;
    }

    /** Adds a put to the commit that is open; {@link #endCommit} ends it. */
    public void put(TableSpec table, Key key, DirectBuffer value, int offset, int length, int index) {
        DirectBuffer partition = key.partition();
        DirectBuffer sort = key.sort();
        begin(FrameView.PUT, table.id(), partition.capacity() + sort.capacity() + length, index);
        number(partition.capacity());
        number(sort.capacity());
        number(length);
        copy(partition);
        copy(sort);
        value.getBytes(offset, buffer, end, length);
        end += length;
    }

    public void delete(TableSpec table, Key key, int index) {
        begin(FrameView.DELETE, table.id(), key.partition().capacity() + key.sort().capacity(), index);
        number(key.partition().capacity());
        number(key.sort().capacity());
        copy(key.partition());
        copy(key.sort());
    }

    /** The operations since the last end of a commit are one commit. */
    public void endCommit() {
        flag(OperationLayout.LAST_OF_COMMIT);
        nextIndex = 0;
        commits++;
    }

    public void createTable(TableSpec table) {
        byte[] name = table.name().getBytes(StandardCharsets.US_ASCII);
        begin(FrameView.CREATE_TABLE, table.id(), name.length, nextIndex);
        if (table.sorted()) {
            flag(OperationLayout.SORTED);
        }
        number(name.length);
        buffer.putBytes(end, name);
        end += name.length;
    }

    public void dropTable(int tableId) {
        begin(FrameView.DROP_TABLE, tableId, 0, nextIndex);
    }

    /** Ids up to this one have been given, also those of tables that are gone. */
    public void highestTableId(int tableId) {
        begin(FrameView.HIGHEST_TABLE_ID, tableId, 0, nextIndex);
    }

    void cleanClose() {
        begin(FrameView.CLEAN_CLOSE, 0, 0, nextIndex);
    }

    /** Where the frame ends now; {@link #rewind} comes back to it. Only between commits. */
    public int mark() {
        return end;
    }

    /** Forgets the operations since {@code mark}, which must not include the end of a commit. */
    public void rewind(int mark) {
        end = mark;
        nextIndex = 0;
    }

    public boolean isEmpty() {
        return end == OPERATIONS;
    }

    /** Bytes, padded, at most: with an anchor. */
    public int length() {
        return FrameLayout.padded(end);
    }

    public int commits() {
        return commits;
    }

    /**
     * Fills in what comes before the operations; the frame is then complete as it is to be stored, its length included.
     *
     * @return its bytes, from {@link #address}
     */
    int seal(long position, long salt, boolean anchored, long durable, long firstSequence, int gap) {
        start = anchored ? 0 : AnchorLayout.LENGTH;
        int length = FrameLayout.padded(end) - start;
        for (int at = end; at < start + length; at++) {
            UnsafeApi.putByte(address + at, (byte) 0);
        }
        long frame = address();
        FrameLayout.FRAME_LENGTH.set(frame, anchored ? length | FrameLayout.ANCHORED : length);
        if (anchored) {
            long anchor = FrameLayout.anchor(frame);
            AnchorLayout.DURABLE.set(anchor, durable);
            AnchorLayout.FIRST_SEQUENCE.set(anchor, firstSequence);
            AnchorLayout.COMMITS.set(anchor, commits);
            AnchorLayout.GAP.set(anchor, gap);
        }
        FrameLayout.CHECKSUM.set(frame, FrameLayout.checksum(frame, position, salt));
        return length;
    }

    /** Of the sealed frame. */
    long address() {
        return address + start;
    }

    @Override
    public void close() {
        region.close();
    }

    /** @param bytes of what follows the numbers */
    private void begin(int kind, int tableId, int bytes, int index) {
        ensure(FrameLayout.padded(end + HEADS_MAX + bytes));
        lastOperation = end++;
        boolean inHead = tableId > 0 && tableId <= OperationLayout.TABLE_IN_HEAD_MAX;
        boolean indexed = index != nextIndex;
        OperationLayout.HEAD.set(address + lastOperation, kind
                | (inHead ? tableId << OperationLayout.TABLE_SHIFT : 0) | (indexed ? OperationLayout.INDEXED : 0));
        if (!inHead) {
            number(tableId);
        }
        if (indexed) {
            number(index);
        }
        nextIndex = index + 1;
    }

    private void flag(int flag) {
        long operation = address + lastOperation;
        OperationLayout.HEAD.set(operation, OperationLayout.HEAD.get(operation) | flag);
    }

    private void number(int value) {
        end += Varint.write(address + end, value);
    }

    private void copy(DirectBuffer part) {
        int length = part.capacity();
        if (length > 0) {
            part.getBytes(0, buffer, end, length);
            end += length;
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
