package dev.dyno.api.run;

/** Time, given at open. Engines ask it and nothing else; sequences never come from it. Threads: any. */
public interface Clock {

    /** The system's clocks. */
    Clock SYSTEM = new Clock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }
    };

    /** For durations: never goes back; its origin means nothing. */
    long nanoTime();

    /** For retention and time to live: milliseconds since 1970-01-01 UTC; may go back. */
    long epochMillis();
}
