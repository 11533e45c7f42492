package dev.dyno.kit;

import dev.dyno.api.Engine;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import java.util.function.UnaryOperator;

/**
 * An engine without the strict wrapper, on a fresh ground: for rules on the lifetime of the engine's own views, which
 * the wrapper's copies would hide.
 */
record Bare(Engine engine, Session session, Table table) implements AutoCloseable {

    static Bare start(Fixture fixture) {
        Engine engine = fixture.startBare(UnaryOperator.identity());
        engine.createTable(TableSpec.sorted(Fixture.ITEMS));
        Session session = engine.openSession();
        return new Bare(engine, session, session.table(Fixture.ITEMS));
    }

    @Override
    public void close() {
        session.close();
        engine.close();
    }
}
