package dev.dyno.bench.peers.bound;

import dev.dyno.api.TableSpec;
import dev.dyno.api.memory.Memory;
import dev.dyno.bench.peers.PeerStore;

/** A table: a fixed number of segments, so that writers of different items seldom meet. */
final class BoundStore extends PeerStore implements AutoCloseable {

    private final Segment[] segments = new Segment[Segment.COUNT];

    BoundStore(TableSpec spec, Memory memory, boolean hugePages) {
        super(spec);
        for (int i = 0; i < segments.length; i++) {
            segments[i] = new Segment(memory, hugePages);
        }
    }

    /** By the low bits: the slot comes from the high ones. */
    Segment segment(long hash) {
        return segments[(int) hash & Segment.COUNT - 1];
    }

    @Override
    public void close() {
        for (Segment segment : segments) {
            segment.close();
        }
    }
}
