package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.TableModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves that indexes are consistent with their tables.
 *
 * <p>Invariants
 * <pre>
 *   I1  an item lies under the key that its attributes give
 *   I2  an item with the keys of an index has its entry there, with what the index projects of it as it is now
 *   I3  an index has no other entries
 * </pre>
 * Of an index that is still filled, I2 need not hold for items that have no entry yet.
 *
 * <p>Everything is read at one snapshot, so that writes may go on meanwhile. On an engine without snapshots, nobody may
 * write while it runs.
 *
 * <p>Threads: confined to one; it opens a session of its own.
 */
public final class IndexCheck {

    private static final int STEP = 200;
    private static final int SHOWN_MAX = 20;

    private final Engine engine;
    private final Catalogue catalogue;
    private final IndexWrites writes = new IndexWrites();
    private final Keys keys = new Keys();
    private final KeyBatch batch = new KeyBatch();
    private final KeyBatch owned = new KeyBatch();
    private final Key key = new Key();
    private final Key other = new Key();
    private final ItemView view = new ItemView();
    private final ItemView found = new ItemView();
    private final Value item = new Value();
    private Snapshot snapshot;
    private long items;
    private long entries;
    private long violations;
    private final List<String> shown = new ArrayList<>();

    /**
     * What was found.
     *
     * @param tables DynamoDB's tables that were read
     * @param indexes their indexes
     * @param items items of the tables
     * @param entries entries of the indexes
     * @param violations how many times an invariant did not hold
     * @param shown the first of them: the invariant's id, table, index and key
     */
    public record Report(int tables, int indexes, long items, long entries, long violations, List<String> shown) {

        public Report {
            shown = List.copyOf(shown);
        }

        public boolean isConsistent() {
            return violations == 0;
        }

        @Override
        public String toString() {
            return String.format("tables=%d indexes=%d items=%d entries=%d violations=%d", tables, indexes, items,
                    entries, violations) + (shown.isEmpty() ? "" : "\n  " + String.join("\n  ", shown));
        }
    }

    public IndexCheck(Engine engine, Catalogue catalogue) {
        this.engine = engine;
        this.catalogue = catalogue;
    }

    /** Reads all tables and indexes. It takes about as long as reading every item once for each index of its table. */
    public Report run() {
        items = 0;
        entries = 0;
        violations = 0;
        shown.clear();
        int indexes = 0;
        List<TableModel> tables = catalogue.all().stream().filter(table -> !table.isDeleting()).toList();
        try (Session session = engine.openSession()) {
            snapshot = engine.capabilities().contains(Capability.SNAPSHOT) ? session.snapshot() : null;
            try {
                for (TableModel table : tables) {
                    items += ownKeys(table, reader(session, table.engineTable()));
                    for (IndexModel index : table.indexes()) {
                        check(session, table, index);
                        indexes++;
                    }
                }
            } finally {
                if (snapshot != null) {
                    snapshot.close();
                }
            }
        }
        return new Report(tables.size(), indexes, items, entries, violations, shown);
    }

    private Reader reader(Session session, String engineTable) {
        return snapshot == null ? session.table(engineTable).strong() : session.table(engineTable).at(snapshot);
    }

    /** I1. @return how many items there are */
    private long ownKeys(TableModel table, Reader base) {
        long count = 0;
        try (Cursor cursor = base.scan(0, 1)) {
            while (cursor.next()) {
                count++;
                item.wrapItem(cursor.item().value(), 0, cursor.item().length());
                if (!keys.ofStored(item, table.keys(), key) || !key.sameAs(cursor.key())) {
                    violated("I1", table, "", cursor.key(), "the item's attributes give another key");
                }
            }
        }
        return count;
    }

    private void check(Session session, TableModel table, IndexModel index) {
        Reader base = reader(session, table.engineTable());
        Reader own = reader(session, index.engineTable());
        long expected = 0;
        try (Cursor cursor = base.scan(0, 1)) {
            while (step(cursor)) {
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i, key);
                    expected += hasEntry(table, index, base, own) ? 1 : 0;
                }
            }
        }
        long count = 0;
        try (Cursor cursor = own.scan(0, 1)) {
            while (cursor.next()) {
                count++;
            }
        }
        entries += count;
        // As many entries as were found under the keys of items: then there is none besides those.
        if (count != expected) {
            nameOrphans(table, index, base, own);
        }
    }

    /** The next keys of a walk, copied, because reading between its steps ends its views. */
    private boolean step(Cursor cursor) {
        batch.clear();
        while (batch.size() < STEP && cursor.next()) {
            batch.add(cursor.key());
        }
        return batch.size() > 0;
    }

    /** I2. @return whether the item has an entry in the index */
    private boolean hasEntry(TableModel table, IndexModel index, Reader base, Reader own) {
        if (!base.get(key, view)
                || !writes.entry(table, index, key, item.wrapItem(view.value(), 0, view.length()))) {
            return false;
        }
        owned.clear().add(writes.key()).get(0, other); // its bytes are the item's, which a read may end
        if (!own.get(other, found)) {
            if (index.isActive()) {
                violated("I2", table, index.name(), key, "the item has no entry");
            }
            return false;
        }
        if (!Bytes.equal(found.value(), 0, found.length(), writes.value().buffer(), 0, writes.value().end())) {
            violated("I2", table, index.name(), key, "the entry is not what the index projects of the item");
        }
        return true;
    }

    /** I3. */
    private void nameOrphans(TableModel table, IndexModel index, Reader base, Reader own) {
        try (Cursor cursor = own.scan(0, 1)) {
            while (step(cursor)) {
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i, other);
                    if (!own.get(other, found) || !isOf(table, index, base)) {
                        violated("I3", table, index.name(), other, "the entry is of no item");
                    }
                }
            }
        }
    }

    private boolean isOf(TableModel table, IndexModel index, Reader base) {
        item.wrapItem(found.value(), 0, found.length());
        if (!keys.ofStored(item, table.keys(), key)) {
            return false;
        }
        owned.clear().add(key).get(0, key); // the entry's bytes do not outlive the read of its item
        return base.get(key, view)
                && writes.entry(table, index, key, item.wrapItem(view.value(), 0, view.length()))
                && writes.key().sameAs(other);
    }

    private void violated(String invariant, TableModel table, String index, Key of, String what) {
        violations++;
        if (shown.size() < SHOWN_MAX) {
            shown.add(invariant + " violated: " + what + ": table=" + table.name()
                    + (index.isEmpty() ? "" : ", index=" + index) + ", key=" + of);
        }
    }
}
