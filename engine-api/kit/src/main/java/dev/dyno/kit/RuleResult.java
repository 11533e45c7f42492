package dev.dyno.kit;

import dev.dyno.api.Capability;
import java.util.Set;

/**
 * How one rule went.
 *
 * @param denied capabilities that the rule needs and the engine denies; each refusal was tested
 * @param failure what was thrown, or null
 * @param cases answers that were compared
 */
public record RuleResult(
        RuleTest rule, Status status, Set<Capability> denied, Throwable failure, long cases, long durationNanos) {

    /** From best to worst. */
    public enum Status {
        PASSED,
        /** The engine denies what the rule needs, and refuses it as it must: as good as passed. */
        DENIED,
        /** A SHOULD is broken. */
        ADVISED,
        FAILED
    }

    public RuleResult {
        denied = Set.copyOf(denied);
    }

    public String id() {
        return rule.id();
    }

    public boolean passed() {
        return status != Status.FAILED;
    }

    /** What went wrong, in words; empty if nothing did. */
    public String failureText() {
        if (failure == null) {
            return "";
        }
        return failure instanceof AssertionError && failure.getMessage() != null
                ? failure.getMessage() : failure.toString();
    }
}
