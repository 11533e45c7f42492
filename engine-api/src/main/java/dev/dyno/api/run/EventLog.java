package dev.dyno.api.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the latest events. Emitting takes a short lock and writes into arrays made in advance: it allocates nothing.
 * Threads: any.
 */
public final class EventLog implements Events {

    private final Kind[] kinds;
    private final long[] startNanos;
    private final long[] durationNanos;
    private final long[] amounts;

    /** Events ever emitted; the next one goes to this, modulo the capacity. */
    private long emitted;

    public EventLog(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("event log too small: capacity=" + capacity + ", min=1");
        }
        kinds = new Kind[capacity];
        startNanos = new long[capacity];
        durationNanos = new long[capacity];
        amounts = new long[capacity];
    }

    @Override
    public synchronized void emit(Kind kind, long startNanos, long durationNanos, long amount) {
        int index = (int) (emitted % kinds.length);
        kinds[index] = kind;
        this.startNanos[index] = startNanos;
        this.durationNanos[index] = durationNanos;
        amounts[index] = amount;
        emitted++;
    }

    /** The events kept, in the order they were emitted. */
    public synchronized List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (long i = Math.max(0, emitted - kinds.length); i < emitted; i++) {
            int index = (int) (i % kinds.length);
            events.add(new Event(kinds[index], startNanos[index], durationNanos[index], amounts[index]));
        }
        return events;
    }

    /** How many events came so early that they are no longer kept. */
    public synchronized long dropped() {
        return Math.max(0, emitted - kinds.length);
    }

    /** @param startNanos on the engine's {@link Clock#nanoTime} */
    public record Event(Kind kind, long startNanos, long durationNanos, long amount) {
    }
}
