package dev.dyno.api;

/**
 * What a write answers besides a sequence, which is always positive. Codes and not exceptions, because a failed
 * condition is ordinary and must cost nothing; a layer passes every code on as it came.
 */
public final class Outcome {

    /** Nothing to do: a delete of an absent item, an update that keeps it, a batch without an effect. */
    public static final long NO_CHANGE = 0;
    /** The condition did not hold; nothing was written. */
    public static final long CONDITION_FAILED = -1;
    /** The updater gave up; nothing was written. */
    public static final long ABORTED = -2;
    /** A remote engine cannot tell: it may have happened, may yet happen, or not. Only reading tells. */
    public static final long UNKNOWN = -3;

    private Outcome() {
    }

    public static boolean committed(long outcome) {
        return outcome > 0;
    }

    /** For messages. */
    public static String describe(long outcome) {
        return switch ((int) Math.min(outcome, 1)) {
            case 0 -> "no change";
            case -1 -> "condition failed";
            case -2 -> "aborted";
            case -3 -> "unknown";
            case 1 -> "sequence " + outcome;
            default -> throw new IllegalArgumentException("not an outcome: outcome=" + outcome);
        };
    }
}
