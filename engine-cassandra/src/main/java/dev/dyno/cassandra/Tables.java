package dev.dyno.cassandra;

import dev.dyno.api.EngineException;
import dev.dyno.api.Names;
import dev.dyno.api.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables that this engine knows. A name it does not know is looked up in the catalogue: another engine may have
 * made it. A table that another engine drops is noticed when its name is looked up next, or when tables are listed.
 *
 * <p>Threads: any.
 */
final class Tables {

    private final Catalogue catalogue;
    private final Map<String, TableSpec> known = new ConcurrentHashMap<>();

    Tables(Catalogue catalogue) {
        this.catalogue = catalogue;
        list();
    }

    synchronized List<TableSpec> list() {
        List<TableSpec> tables = catalogue.tables();
        known.keySet().retainAll(tables.stream().map(TableSpec::name).toList());
        tables.forEach(table -> known.put(table.name(), table));
        return tables;
    }

    synchronized TableSpec create(TableSpec spec) {
        TableSpec made = catalogue.create(spec);
        known.put(made.name(), made);
        return made;
    }

    /** @return the table that was dropped, or null if there was none */
    synchronized TableSpec drop(String name) {
        list();
        TableSpec spec = known.remove(name);
        return spec != null && catalogue.drop(spec) ? spec : null;
    }

    TableSpec named(String name) {
        TableSpec spec = known.get(name);
        if (spec == null) {
            list();
            spec = known.get(name);
        }
        if (spec == null) {
            throw new EngineException.NoSuchTable(name, Names.suggest(name, known.keySet()));
        }
        return spec;
    }

    /** @throws EngineException.NoSuchTable if the table was dropped, also when another has its name now */
    void check(TableSpec spec) {
        TableSpec now = known.get(spec.name());
        if (now == null || now.id() != spec.id()) {
            throw new EngineException.NoSuchTable(spec.name(), Names.suggest(spec.name(), known.keySet()));
        }
    }
}
