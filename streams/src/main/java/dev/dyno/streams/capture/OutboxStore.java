package dev.dyno.streams.capture;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.ItemView;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.agrona.ExpandableArrayBuffer;

/**
 * Where the catalogue of an outbox is kept. Where others write too it is written on condition that it is as it was
 * read, so of two processes that change streams at once one is told. Threads: under the capture's monitor.
 */
final class OutboxStore {

    private final Engine engine;
    private final boolean alone;
    /** Of the commit that wrote what was read or written last; 0: none. */
    private long sequence;

    OutboxStore(Engine engine, boolean alone) {
        this.engine = engine;
        this.alone = alone;
    }

    /** Makes a table, unless it is there. */
    void make(String table) {
        if (!has(table)) {
            engine.createTable(TableSpec.sorted(table));
        }
    }

    private boolean has(String table) {
        return engine.tables().stream().anyMatch(each -> each.name().equals(table));
    }

    /** Whether there is a catalogue that was neither read nor written here. */
    boolean isStale() {
        return read(item -> item.exists() && item.sequence() != sequence, false);
    }

    /**
     * The catalogue, or an empty one if there is none.
     *
     * @param known shards by number that go on living
     */
    OutboxCatalogue load(LongFunction<OutboxShard> known) {
        return read(item -> {
            sequence = item.sequence();
            return item.exists() ? OutboxCatalogue.decode(item.value(), known) : OutboxCatalogue.EMPTY;
        }, OutboxCatalogue.EMPTY);
    }

    private <T> T read(Function<ItemView, T> use, T otherwise) {
        if (!has(OutboxKeys.TABLE)) {
            return otherwise;
        }
        try (Session session = engine.openSession()) {
            ItemView item = new ItemView();
            session.table(OutboxKeys.TABLE).get(new OutboxKeys().catalogue(), item);
            return use.apply(item);
        }
    }

    /**
     * Commits a batch together with the catalogue.
     *
     * @return false if somebody else has changed it, and nothing is written, or if the answer was lost: what is stored
     *     then is there to be loaded
     */
    boolean store(OutboxCatalogue catalogue, Durability durability, WriteBatch batch) {
        ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
        int length = catalogue.encode(bytes);
        try (Session session = engine.openSession()) {
            batch.put(session.table(OutboxKeys.TABLE), new OutboxKeys().catalogue(), bytes, 0, length,
                    alone ? WriteOptions.DEFAULT : new WriteOptions().ifSequence(sequence));
            long outcome = session.commit(batch, durability);
            sequence = Outcome.committed(outcome) ? outcome : sequence;
            return Outcome.committed(outcome);
        }
    }
}
