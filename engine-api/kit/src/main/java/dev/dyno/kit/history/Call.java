package dev.dyno.kit.history;

/**
 * One call of a concurrent history with its answer. Order comes from a counter shared by all threads, not from clocks:
 * a call precedes another if it returned before the other was invoked.
 *
 * @param invoked drawn from the counter before the call
 * @param returned drawn from it after; {@link #PENDING} if the outcome is unknown: it may have happened at any time
 *     after its invocation, or never
 */
public record Call<A>(int thread, long invoked, long returned, A action) {

    public static final long PENDING = Long.MAX_VALUE;

    public boolean pending() {
        return returned == PENDING;
    }

    @Override
    public String toString() {
        return "thread " + thread + " [" + invoked + ", " + (pending() ? "…" : returned) + "] " + action;
    }
}
