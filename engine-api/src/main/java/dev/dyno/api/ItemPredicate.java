package dev.dyno.api;

/**
 * A condition of the caller's own, run inside the commit point: on any thread, perhaps more than once. It must be
 * pure, fast, must not throw and must not call the engine (an engine detects that and throws
 * {@link IllegalStateException}).
 */
@FunctionalInterface
public interface ItemPredicate {

    /** @param current the item as it is, or one that does not exist; valid inside the call only */
    boolean test(ItemView current);
}
