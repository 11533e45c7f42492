package dev.dyno.lsm;

import dev.dyno.api.EngineStats;
import dev.dyno.api.Shape;
import dev.dyno.api.TableSpec;
import dev.dyno.lsm.memory.MemIndex;
import dev.dyno.lsm.memory.Memtable;
import dev.dyno.lsm.table.TableFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A version for people: memtables, levels with their runs, and how often a key would be looked for. */
final class LsmShape {

    private final LsmOptions options;

    LsmShape(LsmOptions options) {
        this.options = options;
    }

    Shape of(Version version, List<TableSpec> tables, EngineStats stats) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("memtableBytes", options.memtableBytes());
        facts.put("writeAmplification", stats.writeAmplification());
        List<Shape> parts = new ArrayList<>();
        for (Memtable memtable : version.memtables()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("usedBytes", memtable.usedBytes());
            part.put("fillPercent", 100 * memtable.usedBytes() / options.memtableBytes());
            parts.add(Shape.leaf("memtable", Long.toString(memtable.number()), part));
        }
        for (TableSpec table : tables) {
            parts.add(table(version, table));
        }
        return new Shape("engine", LsmEngineProvider.NAME, facts, parts);
    }

    private static Shape table(Version version, TableSpec table) {
        long inMemory = 0;
        for (Memtable memtable : version.memtables()) {
            MemIndex tree = memtable.tree(table.id());
            inMemory += tree == null ? 0 : tree.entries();
        }
        Runs runs = version.runs(table.id());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("memtableEntries", inMemory);
        facts.put("runs", runs.size());
        List<Shape> levels = new ArrayList<>();
        for (Run run : runs.all()) {
            levels.add(run(run, runs));
        }
        return new Shape("table", table.name(), facts, levels);
    }

    private static Shape run(Run run, Runs all) {
        Map<String, Object> facts = new LinkedHashMap<>();
        List<TableFile> files = run.files().files();
        facts.put("level", run.level());
        facts.put("files", files.size());
        facts.put("bytes", run.bytes());
        facts.put("entries", files.stream().mapToLong(TableFile::entries).sum());
        facts.put("deletes", files.stream().mapToLong(TableFile::deletes).sum());
        facts.put("overlappedFiles", Overlaps.count(run, all));
        return Shape.leaf("run", Long.toString(run.number()), facts);
    }
}
