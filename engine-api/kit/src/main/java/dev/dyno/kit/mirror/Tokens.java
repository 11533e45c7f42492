package dev.dyno.kit.mirror;

import dev.dyno.api.Outcome;
import org.agrona.collections.Long2LongHashMap;

/**
 * Which commit of the reference is which commit of the subject: the two count for themselves, and a caller's
 * compare-and-set token is the subject's. Guarded by the turn of {@link Answers}.
 */
final class Tokens {

    /** No commit: what a token that was never given is translated to. */
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Long2LongHashMap references = new Long2LongHashMap(UNKNOWN);

    /** Outcomes are the same if both committed or both gave the same code. */
    boolean same(long subject, long reference) {
        boolean committed = Outcome.committed(subject) && Outcome.committed(reference);
        if (committed) {
            references.put(subject, reference);
        }
        return committed || subject == reference;
    }

    /** The reference's token for one of the subject's; 0 means absent to both. */
    long reference(long subject) {
        return subject == 0 ? 0 : references.get(subject);
    }
}
