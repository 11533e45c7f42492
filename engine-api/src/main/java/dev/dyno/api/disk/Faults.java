package dev.dyno.api.disk;

import java.util.SplittableRandom;

/** Which of the coming calls on a {@link FaultyDisk} go wrong, once each. Guarded by the disk. */
final class Faults {

    private static final long NEVER = Long.MAX_VALUE;

    private final SplittableRandom random;

    /** Calls until the one that goes wrong, itself included. */
    private long readsLeft = NEVER;
    private long writesLeft = NEVER;
    private long forgottenWritesLeft = NEVER;
    private long syncsLeft = NEVER;

    private long syncs;

    Faults(SplittableRandom random) {
        this.random = random;
    }

    void failRead(long nth) {
        readsLeft = atLeastOne(nth);
    }

    void failWrite(long nth) {
        writesLeft = atLeastOne(nth);
    }

    void forgetWrite(long nth) {
        forgottenWritesLeft = atLeastOne(nth);
    }

    void failSync(long nth) {
        syncsLeft = atLeastOne(nth);
    }

    private static long atLeastOne(long nth) {
        if (nth < 1) {
            throw new IllegalArgumentException("no such call: nth=" + nth + ", min=1");
        }
        return nth;
    }

    /** How much of a read comes through; less than its length means that it fails. */
    int readable(int length) {
        readsLeft -= readsLeft == NEVER ? 0 : 1;
        if (readsLeft > 0 || length == 0) {
            return length;
        }
        readsLeft = NEVER;
        return random.nextInt(length);
    }

    /** How much of a write comes through; less than its length means that it fails. */
    int writable(int length) {
        return length > 0 && failsWrite() ? random.nextInt(length) : length;
    }

    boolean failsWrite() {
        writesLeft -= writesLeft == NEVER ? 0 : 1;
        boolean fails = writesLeft <= 0;
        writesLeft = fails ? NEVER : writesLeft;
        return fails;
    }

    boolean forgetsWrite() {
        forgottenWritesLeft -= forgottenWritesLeft == NEVER ? 0 : 1;
        boolean forgets = forgottenWritesLeft <= 0;
        forgottenWritesLeft = forgets ? NEVER : forgottenWritesLeft;
        return forgets;
    }

    /** Syncs begun. */
    long syncs() {
        return syncs;
    }

    boolean failsSync() {
        syncs++;
        syncsLeft -= syncsLeft == NEVER ? 0 : 1;
        boolean fails = syncsLeft <= 0;
        syncsLeft = fails ? NEVER : syncsLeft;
        return fails;
    }
}
