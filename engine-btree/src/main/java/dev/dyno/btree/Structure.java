package dev.dyno.btree;

import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;

/** Counts and reports changes of the trees' shape. Threads: the writer's; readings may lag. */
final class Structure {

    private final Clock clock;
    private final Events events;
    private long splits;
    private long merges;

    Structure(Clock clock, Events events) {
        this.clock = clock;
        this.events = events;
    }

    void split() {
        splits++;
        events.emit(Events.Kind.SPLIT, clock.nanoTime(), 0, 1);
    }

    void merged() {
        merges++;
        events.emit(Events.Kind.MERGE, clock.nanoTime(), 0, 1);
    }

    /** Rises with every change, from which on a way through a tree may be another. By the writer. */
    long changes() {
        return splits + merges;
    }

    long splits() {
        return splits;
    }

    long merges() {
        return merges;
    }
}
