package dev.dyno.streams.capture;

import dev.dyno.api.Capability;
import java.util.Set;
import java.util.TreeSet;

/** How changes get into streams, and what each way promises. */
public enum CaptureKind {
    /** No streams: the engine as it is. */
    NONE("nothing is captured", Set.of()),
    /** A commit listener copies records into memory. */
    RING("every change exactly once while the engine is open; streams end when it closes or crashes; the oldest"
            + " records give way when a ring is full", Set.of(Capability.COMMIT_LISTENER)),
    /** A commit listener appends records to files of its own, inside the commit step and without a sync. */
    LOG("every change exactly once, through any crash that the engine's commits survive",
            Set.of(Capability.COMMIT_LISTENER)),
    /** The record is an item of the engine's own, written in one batch with the change. */
    OUTBOX("every change exactly once, through anything that the engine's batches survive; of writes through this"
            + " layer, also where the engine reports nothing",
            Set.of(Capability.ATOMIC_BATCH, Capability.ATOMIC_BATCH_ACROSS_TABLES, Capability.QUERY,
                    Capability.QUERY_REVERSE));

    /** Where a write can be overtaken between its read and its commit. */
    private static final Set<Capability> OUTBOX_AMONG_OTHERS =
            Set.of(Capability.CONDITION_PRESENCE, Capability.CONDITION_SEQUENCE);
    private static final Set<Capability> OUTBOX_ALONE =
            Set.of(Capability.LOCAL, Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);

    private final String guarantee;
    private final Set<Capability> needs;

    CaptureKind(String guarantee, Set<Capability> needs) {
        this.guarantee = guarantee;
        this.needs = needs;
    }

    /** What a reader can rely on, in one sentence. */
    public String guarantee() {
        return guarantee;
    }

    /** Whether streams are there after a crash, as they were. */
    public boolean outlivesCrash() {
        return this == LOG || this == OUTBOX;
    }

    /** What an engine with these capabilities lacks; if there is anything, it cannot be opened with this capture. */
    public Set<Capability> lacks(Set<Capability> capabilities) {
        Set<Capability> lacking = new TreeSet<>(needs);
        if (this == OUTBOX && !capabilities.containsAll(OUTBOX_ALONE)) {
            lacking.addAll(OUTBOX_AMONG_OTHERS);
        }
        lacking.removeAll(capabilities);
        return lacking;
    }
}
