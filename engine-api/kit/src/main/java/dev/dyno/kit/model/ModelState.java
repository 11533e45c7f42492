package dev.dyno.kit.model;

import dev.dyno.api.EngineException;
import dev.dyno.api.Names;
import dev.dyno.api.TableSpec;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the engine holds at one commit. Immutable: the engine replaces it, readers and snapshots keep it.
 *
 * @param sequence of the last commit in it
 * @param lastTableId the greatest id ever given, so that none is given twice
 * @param tables by id
 */
record ModelState(long sequence, int lastTableId, SortedMap<Integer, TableData> tables) {

    static final ModelState EMPTY = new ModelState(0, 0, new TreeMap<>());

    record TableData(TableSpec spec, ItemTree items) { }

    ModelState {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    List<TableSpec> specs() {
        return tables.values().stream().map(TableData::spec).toList();
    }

    /** @throws EngineException.NoSuchTable with the nearest name there is */
    TableSpec named(String name) {
        for (TableData table : tables.values()) {
            if (table.spec().name().equals(name)) {
                return table.spec();
            }
        }
        throw noSuchTable(name);
    }

    /** By id, because a table that was dropped and made again under its name is another table. */
    ItemTree items(TableSpec spec) {
        TableData table = tables.get(spec.id());
        if (table == null) {
            throw noSuchTable(spec.name());
        }
        return table.items();
    }

    ModelState create(TableSpec spec) {
        if (specs().stream().anyMatch(known -> known.name().equals(spec.name()))) {
            throw new EngineException.TableExists(spec.name());
        }
        int id = lastTableId + 1;
        return new ModelState(sequence, id, with(new TableData(spec.withId(id), ItemTree.EMPTY)));
    }

    ModelState drop(TableSpec spec) {
        SortedMap<Integer, TableData> rest = new TreeMap<>(tables);
        rest.remove(spec.id());
        return new ModelState(sequence, lastTableId, rest);
    }

    ModelState withItems(long commit, TableSpec spec, ItemTree items) {
        return new ModelState(commit, lastTableId, with(new TableData(spec, items)));
    }

    private SortedMap<Integer, TableData> with(TableData table) {
        SortedMap<Integer, TableData> more = new TreeMap<>(tables);
        more.put(table.spec().id(), table);
        return more;
    }

    private EngineException.NoSuchTable noSuchTable(String name) {
        return new EngineException.NoSuchTable(
                name, Names.suggest(name, specs().stream().map(TableSpec::name).toList()));
    }
}
