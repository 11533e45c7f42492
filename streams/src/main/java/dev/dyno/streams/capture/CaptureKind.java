package dev.dyno.streams.capture;

/** How changes get into streams, and what each way promises. */
public enum CaptureKind {
    /** No streams: the engine as it is. */
    NONE("nothing is captured"),
    /** A commit listener copies records into memory. */
    RING("every change exactly once while the engine is open; streams end when it closes or crashes; the oldest"
            + " records give way when a ring is full"),
    /** A commit listener appends records to files of its own, inside the commit step and without a sync. */
    LOG("every change exactly once, through any crash that the engine's commits survive");

    private final String guarantee;

    CaptureKind(String guarantee) {
        this.guarantee = guarantee;
    }

    /** What a reader can rely on, in one sentence. */
    public String guarantee() {
        return guarantee;
    }
}
