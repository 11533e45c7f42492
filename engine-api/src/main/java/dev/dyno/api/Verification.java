package dev.dyno.api;

import java.util.List;

/**
 * What {@link Engine#verify} found.
 *
 * @param checked how many invariants were checked, each on how much: {@code "T1 keys in a node increase (1,204 nodes)"}
 * @param violations each invariant that does not hold, with the place; empty if all is well
 */
public record Verification(List<String> checked, List<Violation> violations) {

    public Verification {
        checked = List.copyOf(checked);
        violations = List.copyOf(violations);
    }

    /**
     * @param invariant its id as in the header of the class that owns it: {@code T2}
     * @param place file and position, page and slot, or key
     * @param detail what was found and what was expected
     */
    public record Violation(String invariant, String place, String detail) {
        @Override
        public String toString() {
            return invariant + " violated: " + place + ": " + detail;
        }
    }

    public boolean clean() {
        return violations.isEmpty();
    }
}
