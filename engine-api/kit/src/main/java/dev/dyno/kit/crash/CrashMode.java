package dev.dyno.kit.crash;

import java.util.Locale;

/** The columns of a crash matrix: what goes wrong, at each of its points. */
public enum CrashMode {
    /** The process dies in the middle of a disk operation; everything written before survives. */
    KILL("killed at each operation"),
    /** The power goes; what was not synced is gone. */
    LOST("power cut, unsynced lost"),
    /** The power goes; any 512-byte sectors, sizes and names that were not synced survive, in any order. */
    TORN("power cut, torn and reordered"),
    /** As {@link #TORN}, and the power goes a second time while the engine recovers. */
    RECOVERY("second cut in recovery"),
    /** A sync answers with an error; the power goes some operations later. */
    SYNC_ERROR("sync returns error"),
    /** The disk fills up; the power goes some operations later. */
    FULL("disk full"),
    /** A bit of a file flips while the engine is closed. */
    FLIP("bit flips at rest");

    private final String title;

    CrashMode(String title) {
        this.title = title;
    }

    /** A column's head. */
    public String title() {
        return title;
    }

    /** As given on the command line: {@code sync-error}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
