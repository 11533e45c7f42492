package dev.dyno.dynamo.operation;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.TableModel;

/**
 * Fills a new index with what the table had before. Writes that know of the index keep it themselves; a session that
 * was in the middle of a write when the index came may not know of it, so the walk is made twice: such a write has
 * ended before the second. An entry is added on condition that its item is the one that was seen, so a newer state is
 * never overwritten by an older one. Items that have no key of the index, or one of another type, are left out.
 *
 * <p>Threads: confined to the one that changes tables.
 */
public final class Backfill {

    private static final int STEP = 200;

    private final Engine engine;
    private final IndexWrites writes = new IndexWrites();
    private final KeyBatch keys = new KeyBatch();
    private final Key key = new Key();
    private final ItemView view = new ItemView();
    private final Value item = new Value();

    public Backfill(Engine engine) {
        this.engine = engine;
    }

    public void fill(TableModel table, IndexModel index) {
        try (Session session = engine.openSession()) {
            pass(session, table, index);
            pass(session, table, index);
        }
    }

    private void pass(Session session, TableModel table, IndexModel index) {
        Table base = session.table(table.engineTable());
        Table entries = session.table(index.engineTable());
        try (Cursor cursor = base.scan(0, 1)) {
            boolean more = true;
            while (more) {
                keys.clear();
                while (keys.size() < STEP && (more = cursor.next())) {
                    keys.add(cursor.key());
                }
                for (int i = 0; i < keys.size(); i++) {
                    keys.get(i, key);
                    add(session, table, index, base, entries);
                }
            }
        }
    }

    private void add(Session session, TableModel table, IndexModel index, Table base, Table entries) {
        long outcome = Outcome.CONDITION_FAILED;
        WriteBatch batch = new WriteBatch();
        while (outcome == Outcome.CONDITION_FAILED && base.strong().get(key, view)) {
            if (!writes.entry(table, index, key, item.wrapItem(view.value(), 0, view.length()))) {
                return;
            }
            batch.clear();
            batch.check(base, key, new WriteOptions().ifSequence(view.sequence()));
            batch.put(entries, writes.key(), writes.value().buffer(), 0, writes.value().end(), WriteOptions.DEFAULT);
            outcome = session.commit(batch, Durability.ENGINE);
            Writes.checkKnown(outcome);
        }
    }
}
