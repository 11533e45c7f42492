package dev.dyno.streams.record;

/** Which images of an item a stream's records carry. Fixed when the stream is switched on. */
public enum ViewType {
    KEYS_ONLY(false, false),
    NEW_IMAGE(false, true),
    OLD_IMAGE(true, false),
    NEW_AND_OLD_IMAGES(true, true);

    private final boolean old;
    private final boolean now;

    ViewType(boolean old, boolean now) {
        this.old = old;
        this.now = now;
    }

    public boolean hasOld() {
        return old;
    }

    public boolean hasNew() {
        return now;
    }
}
