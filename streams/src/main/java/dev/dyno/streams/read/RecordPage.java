package dev.dyno.streams.read;

import dev.dyno.streams.capture.RecordSource;
import dev.dyno.streams.record.ChangeView;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.IntArrayList;

/**
 * Records that were read together, as copies, with a limit on their number and bytes. Reusable: {@link #get} is valid
 * until the next read into the page. Confined to a thread.
 */
public final class RecordPage {

    /** What DynamoDB returns at most. */
    public static final int RECORDS_MAX = 1000;
    /** The same, but of records as they are kept: old images that differ little count as what differs. */
    public static final int BYTES_MAX = 1 << 20;

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
    private final IntArrayList offsets = new IntArrayList();
    private final int recordsMax;
    private final int bytesMax;
    private int end;
    private ShardIterator next;
    private boolean ended;

    /** A page of DynamoDB's size. */
    public RecordPage() {
        this(RECORDS_MAX, BYTES_MAX);
    }

    /** @param bytesMax a first record that is larger is returned all the same, alone */
    public RecordPage(int recordsMax, int bytesMax) {
        if (recordsMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException(
                    "page holds nothing: recordsMax=" + recordsMax + ", bytesMax=" + bytesMax + ", min=1");
        }
        this.recordsMax = recordsMax;
        this.bytesMax = bytesMax;
    }

    /** How many records were read. */
    public int size() {
        return offsets.size();
    }

    /** Moves a view over one of the records. @return the view */
    public ChangeView get(int index, ChangeView view) {
        return view.wrap(bytes, offsets.getInt(index));
    }

    /** Where to read on. @throws IllegalStateException at the end of a closed shard */
    public ShardIterator next() {
        if (ended) {
            throw new IllegalStateException("shard has ended: go on with its children");
        }
        return next;
    }

    /** Whether the shard is closed and everything in it has been read: its children, if any, come next. */
    public boolean isAtEnd() {
        return ended;
    }

    void begin() {
        offsets.clear();
        end = 0;
        ended = false;
    }

    MutableDirectBuffer buffer() {
        return bytes;
    }

    /** Where the next record goes: a multiple of 8, as views expect. */
    int end() {
        return end;
    }

    boolean takes(int length) {
        return offsets.isEmpty() || end + length <= bytesMax;
    }

    boolean isFull() {
        return offsets.size() == recordsMax;
    }

    void add(int aligned) {
        offsets.addInt(end);
        end += aligned;
    }

    /** Takes as many as a source has at hand behind the last one. @return whether there were any */
    boolean fillFrom(RecordSource source, ShardIterator from, long after) {
        int bytesTaken = source.more(from.stream(), from.shard(), after, bytes, end, bytesMax - end, offsets,
                recordsMax);
        end += bytesTaken;
        return bytesTaken > 0;
    }

    void finish(ShardIterator iterator, boolean atEnd) {
        next = iterator;
        ended = atEnd;
    }
}
