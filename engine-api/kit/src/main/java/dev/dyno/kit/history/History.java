package dev.dyno.kit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records what several threads did. Each thread has a {@link Log} of its own, so recording adds no order between
 * threads but that of the one counter, which is drawn before and after each call.
 */
public final class History<A> {

    private final AtomicLong counter = new AtomicLong();
    private final List<Log<A>> logs = new ArrayList<>();

    public History(int threads) {
        for (int thread = 0; thread < threads; thread++) {
            logs.add(new Log<>(thread, counter));
        }
    }

    public Log<A> log(int thread) {
        return logs.get(thread);
    }

    /** All calls by their invocation. Only after the threads have ended. */
    public List<Call<A>> calls() {
        return logs.stream().flatMap(log -> log.calls.stream())
                .sorted(Comparator.comparingLong(Call::invoked)).toList();
    }

    /** One thread's part. Confined to its thread. */
    public static final class Log<A> {
        private final int thread;
        private final AtomicLong counter;
        private final List<Call<A>> calls = new ArrayList<>();

        private Log(int thread, AtomicLong counter) {
            this.thread = thread;
            this.counter = counter;
        }

        /** An instant in the order of all threads: before a call, its invocation. */
        public long invoke() {
            return counter.getAndIncrement();
        }

        /** After it. */
        public void returned(long invoked, A action) {
            calls.add(new Call<>(thread, invoked, counter.getAndIncrement(), action));
        }

        /** After it, for a call whose answer was fixed at {@code returned}: a snapshot that was read later. */
        public void returned(long invoked, long returned, A action) {
            calls.add(new Call<>(thread, invoked, returned, action));
        }

        /** Instead, if nobody can tell whether it happened. */
        public void unknown(long invoked, A action) {
            calls.add(new Call<>(thread, invoked, Call.PENDING, action));
        }
    }
}
