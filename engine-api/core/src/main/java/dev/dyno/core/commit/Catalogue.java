package dev.dyno.core.commit;

import dev.dyno.api.EngineException;
import dev.dyno.api.Names;
import dev.dyno.api.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The tables there are. Changed by the commit leader only, through records in the log; read by any thread.
 *
 * <p>Publication C1: the leader stores a new array; a reader that loads it sees all of it.
 */
public final class Catalogue {

    /** By id; absent ids have no entry. Replaced, never changed. */
    private volatile TableSpec[] byId = new TableSpec[0];
    /** Written by the leader. */
    private volatile int highestId;

    /** In the order of their ids. */
    public List<TableSpec> tables() {
        TableSpec[] specs = byId; // sees C1
        List<TableSpec> tables = new ArrayList<>();
        for (TableSpec spec : specs) {
            if (spec != null) {
                tables.add(spec);
            }
        }
        tables.sort(Comparator.comparingInt(TableSpec::id));
        return tables;
    }

    /** @throws EngineException.NoSuchTable with the nearest name there is */
    public TableSpec named(String name) {
        for (TableSpec spec : byId) { // sees C1
            if (spec != null && spec.name().equals(name)) {
                return spec;
            }
        }
        throw new EngineException.NoSuchTable(
                name, Names.suggest(name, tables().stream().map(TableSpec::name).toList()));
    }

    public boolean contains(String name) {
        for (TableSpec spec : byId) { // sees C1
            if (spec != null && spec.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** @throws EngineException.NoSuchTable if it was dropped */
    public void require(TableSpec table) {
        if (!contains(table.id())) {
            throw new EngineException.NoSuchTable(table.name(), " (dropped), id=" + table.id());
        }
    }

    public boolean contains(int id) {
        TableSpec[] specs = byId; // sees C1
        return id > 0 && id < specs.length && specs[id] != null;
    }

    /** By the leader. @throws EngineException.NoSuchTable if there is none of this id */
    TableSpec byId(int id) {
        if (!contains(id)) {
            throw new EngineException.NoSuchTable("id " + id, "");
        }
        return byId[id];
    }

    /** By the leader: the next id, which no table ever had. */
    int nextId() {
        return highestId + 1;
    }

    /** Before a replay: the tables and the highest id that a checkpoint kept. */
    public void restore(List<TableSpec> tables, int highest) {
        tables.forEach(this::created);
        gaveIds(highest);
    }

    /** The highest id ever given. */
    public int highestId() {
        return highestId;
    }

    void created(TableSpec table) {
        TableSpec[] copy = Arrays.copyOf(byId, Math.max(byId.length, table.id() + 1));
        copy[table.id()] = table;
        byId = copy; // publishes C1
        gaveIds(table.id());
    }

    void dropped(int id) {
        TableSpec[] copy = byId.clone();
        copy[id] = null;
        byId = copy; // publishes C1
    }

    void gaveIds(int highest) {
        highestId = Math.max(highestId, highest);
    }
}
