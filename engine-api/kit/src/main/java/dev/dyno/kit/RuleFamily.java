package dev.dyno.kit;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.Session;
import dev.dyno.api.Table;

/**
 * What the rules of a family speak with. A family is an interface whose default methods are the tests, so that one
 * class, {@link EngineContract}, has them all.
 */
public interface RuleFamily {

    /** The ground, engine and seed of the running rule. */
    Fixture fixture();

    /** The engine under test, opened on first use. */
    default Engine engine() {
        return fixture().engine();
    }

    /** The rule's own session. */
    default Session session() {
        return fixture().session();
    }

    /** The sorted table {@code items} through the rule's own session. */
    default Table table() {
        return session().table(Fixture.ITEMS);
    }

    /** Short words for {@link #table}. */
    default Items items() {
        return new Items(table(), fixture());
    }

    /**
     * Whether the engine denies any of these. If so each refusal has been tested, and the rule has nothing left to do:
     * {@code if (lacks(SNAPSHOT)) return;}.
     */
    default boolean lacks(Capability... needed) {
        return fixture().lacks(needed);
    }
}
