package dev.dyno.core.commit;

import dev.dyno.core.log.FrameView;
import dev.dyno.core.log.FrameVisitor;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * Brings a replay to the {@link Applier}: frame by frame, or, up to where no listener needs the order of commits,
 * sorted by partition hash in portions of many frames. Nobody reads meanwhile, and a replay that fails leaves no
 * engine: so no commit needs to be whole before the portion's end.
 *
 * <p>Invariants
 * <ul>
 * <li>R7 changes of one key are applied in the order of their commits
 * <li>R8 a change of the catalogue comes behind all changes before it
 * </ul>
 *
 * <p>Threads: the one that opens the engine.
 */
public final class Replay implements FrameVisitor {

    /** A portion: some changes for each page of a tree of a few hundred megabytes; a few megabytes of heap. */
    private static final int ORDINAL_BITS = 18;
    private static final int OPERATIONS = 1 << ORDINAL_BITS;
    /** Operations whose bytes are fetched together, because in this order each is a cache miss or two. */
    private static final int FETCHED = 32;

    private final Applier applier;
    /** Listeners have the commits up to this sequence. */
    private final long kept;
    private final boolean byHash;
    private final FrameView view = new FrameView();
    /** High bits of the inverted hash, then the ordinal (R7): sorting puts the greatest hash first. */
    private final long[] order;
    /** By ordinal. */
    private final long[] addresses;
    private final long[] sequences;
    private int count;
    /** So that fetching is not optimized away. */
    private long fetched;

    Replay(Applier applier, long kept) {
        this.applier = applier;
        this.kept = kept;
        byHash = kept > 0 && applier.index().replaysByHash();
        order = new long[byHash ? OPERATIONS : 0];
        addresses = new long[order.length];
        sequences = new long[order.length];
    }

    @Override
    public void onEngine(long id) {
        applier.index().engine(id);
    }

    @Override
    public void onFrame(FrameView frame) {
        boolean reported = frame.lastSequence() > kept;
        if (!byHash || reported || frame.commits() == 0) {
            end();
            applier.onFrame(frame, reported);
        } else {
            while (frame.next()) {
                add(frame);
            }
        }
    }

    private void add(FrameView frame) {
        if (count == OPERATIONS) {
            end();
        }
        long inverted = ~frame.key().partitionHash() ^ Long.MIN_VALUE; // sorting compares with signs
        order[count] = inverted & -OPERATIONS | count;
        addresses[count] = frame.operationAddress();
        sequences[count] = frame.sequence();
        count++;
    }

    /** Applies what is left. */
    public void end() {
        if (count == 0) {
            return;
        }
        Arrays.sort(order, 0, count);
        long last = sequences[count - 1];
        applier.index().begin();
        try {
            for (int i = 0; i < count; i++) {
                if (i % FETCHED == 0) {
                    fetch(i, Math.min(count, i + FETCHED));
                }
                int ordinal = ordinal(i);
                applier.apply(view.show(addresses[ordinal], sequences[ordinal]));
            }
        } finally {
            applier.index().publish(last);
        }
        count = 0;
    }

    /** Loads that do not depend on each other, so that the processor waits for all of them at once. */
    private void fetch(int begin, int end) {
        long sum = fetched;
        for (int i = begin; i < end; i++) {
            long at = addresses[ordinal(i)];
            sum += UnsafeApi.getByte(at);
        }
        fetched = sum;
    }

    private int ordinal(int i) {
        return (int) order[i] & OPERATIONS - 1;
    }
}
