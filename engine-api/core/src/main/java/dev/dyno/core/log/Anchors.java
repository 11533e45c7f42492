package dev.dyno.core.log;

/** Which frames get an anchor, see {@link AnchorLayout}. Threads: the log's writer. */
final class Anchors {

    private static final long NONE = -1;

    private long durable = NONE;
    private long page = NONE;

    /**
     * Asked once for every frame.
     *
     * @param position of the frame
     * @param durablePosition of the log
     */
    boolean isDue(int commits, long position, long durablePosition) {
        long inPage = position / AnchorLayout.PAGE_BYTES;
        boolean due = commits != 1 || durable != durablePosition || page != inPage;
        if (due) {
            durable = durablePosition;
            page = inPage;
        }
        return due;
    }
}
