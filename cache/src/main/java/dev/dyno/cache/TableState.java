package dev.dyno.cache;

import dev.dyno.api.TableSpec;

/** What all handles on one table share. Threads: any. */
final class TableState {

    private final TableSpec spec;
    private volatile boolean dropped;

    TableState(TableSpec spec) {
        this.spec = spec;
    }

    TableSpec spec() {
        return spec;
    }

    void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }
}
