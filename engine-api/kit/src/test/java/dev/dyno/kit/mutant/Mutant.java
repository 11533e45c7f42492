package dev.dyno.kit.mutant;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.Option;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.kit.model.ModelEngineProvider;
import java.util.List;
import java.util.Set;

/**
 * The model with one planted bug. Rules that let it pass prove nothing; {@link MutantsTest} wants each mutant killed by
 * the rule that it names.
 */
abstract class Mutant implements EngineProvider {

    private final EngineProvider model = new ModelEngineProvider();

    /** Where the bug is, for most. */
    protected Table table(Table inner, Session session) {
        return inner;
    }

    protected long commit(Session inner, WriteBatch batch, Durability durability) {
        return inner.commit(batch, durability);
    }

    protected EngineConfig config(EngineConfig given) {
        return given;
    }

    @Override
    public final Engine open(EngineConfig given) {
        return new ForwardingEngine(model.open(config(given))) {
            @Override
            public Session openSession() {
                return session(inner().openSession());
            }
        };
    }

    private Session session(Session opened) {
        return new ForwardingSession(opened) {
            @Override
            public Table table(String name) {
                return Mutant.this.table(inner().table(name), inner());
            }

            @Override
            public long commit(WriteBatch batch, Durability durability) {
                return Mutant.this.commit(inner(), batch, durability);
            }
        };
    }

    @Override
    public final String name() {
        return "mutant";
    }

    @Override
    public final String summary() {
        return "the model with a planted bug: " + getClass().getSimpleName();
    }

    @Override
    public final Set<Capability> capabilities() {
        return model.capabilities();
    }

    @Override
    public final List<Option<?>> options() {
        return List.of();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
