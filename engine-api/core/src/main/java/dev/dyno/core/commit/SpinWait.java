package dev.dyno.core.commit;

/**
 * How a reader waits until the writer has left what it reads: it spins for a moment, because the writer is mostly about
 * to be done, and then lets others run, because the writer may need this processor. Threads: any.
 */
public final class SpinWait {

    private static final int SPINS = 64;

    private SpinWait() {
    }

    /** @param tries that failed so far, from 0 */
    public static void pause(int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
