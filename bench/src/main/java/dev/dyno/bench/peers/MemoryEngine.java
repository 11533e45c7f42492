package dev.dyno.bench.peers;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A peer whose tables are memory: nothing reaches the disk but the catalogue, so they are empty after an open. */
public abstract class MemoryEngine<S extends PeerStore> extends PeerEngine<S> {

    /** Those of dropped tables too: a session may still be reading one. */
    private final List<S> opened = new ArrayList<>();

    protected MemoryEngine(PeerProvider provider, EngineConfig config, PeerHome home, Limits limits) {
        super(provider, config, home, limits, Set.of());
    }

    /** By the constructor, when tables can be made. */
    protected final void adoptAll(PeerHome home) {
        for (TableSpec spec : home.tables()) {
            adopt(create(spec));
        }
    }

    /** Makes an empty table. */
    protected abstract S allocate(TableSpec spec);

    /** Frees a table's memory; nobody reads it any more. */
    protected abstract void free(S store);

    @Override
    protected final S create(TableSpec spec) {
        S store = allocate(spec);
        opened.add(store);
        return store;
    }

    @Override
    protected final void drop(S store) {
        // Its memory goes when the engine closes.
    }

    @Override
    protected final void syncStorage() {
        // There is no storage.
    }

    @Override
    protected final void closeStorage() {
        opened.forEach(this::free);
    }
}
