package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.KeyAttribute;
import dev.dyno.dynamo.table.TableModel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a change of an item means for its indexes' entries, as operations of the batch that changes the item. They need
 * no conditions of their own: the item's does for all. Confined to a thread.
 */
final class IndexWrites {

    private final IndexKeys oldKeys = new IndexKeys();
    private final IndexKeys newKeys = new IndexKeys();
    private final Key oldKey = new Key();
    private final Key newKey = new Key();
    private final ItemWriter oldEntry = new ItemWriter();
    private final ItemWriter newEntry = new ItemWriter();
    private final Value found = new Value();
    private double[] units = new double[8];

    /** Forgets the units of the change before. */
    void clear(OpenTable table) {
        if (units.length < table.indexes.length) {
            units = new double[table.indexes.length];
        }
        Arrays.fill(units, 0);
    }

    /** Write units that entries of an index took, of the changes since {@link #clear}. */
    double units(int index) {
        return units[index];
    }

    /** Adds what has to be done. Items that do not exist are values that do not exist. */
    void add(OpenTable table, Key base, Value oldItem, Value newItem, WriteBatch batch) {
        for (int i = 0; i < table.indexes.length; i++) {
            units[i] += add(table.model, table.model.indexes().get(i), table.indexes[i], base, oldItem, newItem,
                    batch);
        }
    }

    private double add(TableModel table, IndexModel index, Table entries, Key base, Value oldItem, Value newItem,
            WriteBatch batch) {
        boolean had = oldItem.exists() && oldKeys.of(oldItem, base, index, oldKey);
        boolean has = newItem.exists() && newKeys.of(newItem, base, index, newKey);
        boolean moved = had && has && !oldKey.sameAs(newKey);
        double written = 0;
        if (had && (!has || moved)) {
            batch.delete(entries, oldKey, WriteOptions.DEFAULT);
            project(oldItem, table, index, oldEntry.clear());
            written += Capacity.writeUnits(ItemLayout.size(oldEntry.buffer(), 0));
        }
        if (has) {
            project(newItem, table, index, newEntry.clear());
            boolean same = false;
            if (had && !moved) {
                project(oldItem, table, index, oldEntry.clear());
                same = Bytes.equal(oldEntry.buffer(), 0, oldEntry.end(), newEntry.buffer(), 0, newEntry.end());
            }
            if (!same) {
                batch.put(entries, newKey, newEntry.buffer(), 0, newEntry.end(), WriteOptions.DEFAULT);
                int before = had && !moved ? ItemLayout.size(oldEntry.buffer(), 0) : 0;
                written += Capacity.writeUnits(Math.max(before, ItemLayout.size(newEntry.buffer(), 0)));
            }
        }
        return written;
    }

    /** For backfill: one item's entry. @return whether it has one; key and value are valid until the next call */
    boolean entry(TableModel table, IndexModel index, Key base, Value item) {
        if (!newKeys.of(item, base, index, newKey)) {
            return false;
        }
        project(item, table, index, newEntry.clear());
        return true;
    }

    Key key() {
        return newKey;
    }

    ItemWriter value() {
        return newEntry;
    }

    /** What an index keeps of an item. */
    private void project(Value item, TableModel table, IndexModel index, ItemWriter out) {
        if (index.projectsAll()) {
            out.copyItem(item.buffer(), item.offset() - ItemLayout.HEADER_LENGTH,
                    item.length() + ItemLayout.HEADER_LENGTH);
            return;
        }
        out.beginItem();
        for (KeyAttribute key : table.keys().attributes()) {
            member(item, key.name(), key.utf8(), out);
        }
        for (KeyAttribute key : index.keys().attributes()) {
            if (!table.keys().has(key.name())) {
                member(item, key.name(), key.utf8(), out);
            }
        }
        for (String name : index.included()) {
            if (!table.keys().has(name) && !index.keys().has(name)) {
                member(item, name, name.getBytes(StandardCharsets.UTF_8), out);
            }
        }
        out.endItem();
    }

    private void member(Value item, String name, byte[] utf8, ItemWriter out) {
        if (item.find(utf8, found)) {
            out.name(name);
            out.copy(found);
        }
    }
}
