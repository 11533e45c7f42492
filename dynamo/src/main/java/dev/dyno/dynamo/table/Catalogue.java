package dev.dyno.dynamo.table;

import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The tables there are, durable in an engine table of their own and mirrored in memory.
 *
 * <p>A table's engine tables are made before its row, and dropped after it: what a crash leaves behind is an engine
 * table that no row names, which {@link #open} drops.
 *
 * <p>Threads: reads from any; changes under the lock of whoever changes (the control plane), one at a time.
 */
public final class Catalogue {

    /** Names that begin with a dot belong to layers. */
    public static final String SYSTEM_TABLE = ".dynamo";
    private static final String ROWS = "table";
    private static final String BACKUP_ROWS = "backup";
    private static final int NAME_KEPT_MAX = 120;

    private final Engine engine;
    private final WriteOptions durably = new WriteOptions();
    private final ConcurrentSkipListMap<String, TableModel> tables = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, BackupModel> backups = new ConcurrentSkipListMap<>();
    private final AtomicLong nextId = new AtomicLong(1);

    private Catalogue(Engine engine) {
        this.engine = engine;
        durably.durability(engine.capabilities().contains(Capability.DURABLE_SYNC) ? Durability.SYNC
                : Durability.ENGINE);
    }

    /** Reads the catalogue, or makes one. */
    public static Catalogue open(Engine engine) {
        if (engine.tables().stream().noneMatch(table -> table.name().equals(SYSTEM_TABLE))) {
            engine.createTable(TableSpec.sorted(SYSTEM_TABLE));
        }
        Catalogue catalogue = new Catalogue(engine);
        catalogue.load();
        catalogue.dropLeftovers();
        return catalogue;
    }

    private void load() {
        read(ROWS, row -> {
            TableModel table = TableRow.read(row);
            tables.put(table.name(), table);
        });
        read(BACKUP_ROWS, row -> {
            BackupModel backup = BackupRow.read(row);
            backups.put(backup.id(), backup);
        });
    }

    private void read(String rows, Consumer<byte[]> each) {
        byte[] partition = rows.getBytes(StandardCharsets.UTF_8);
        try (Session session = engine.openSession();
                Cursor cursor = session.table(SYSTEM_TABLE)
                        .query(new Range().partition(new UnsafeBuffer(partition), 0, partition.length))) {
            while (cursor.next()) {
                byte[] row = new byte[cursor.item().length()];
                cursor.item().value().getBytes(0, row);
                each.accept(row);
            }
        }
    }

    private void dropLeftovers() {
        Set<String> named = new HashSet<>();
        tables.values().forEach(table -> {
            named.add(table.engineTable());
            table.indexes().forEach(index -> named.add(index.engineTable()));
        });
        backups.values().forEach(backup -> named.add(backup.engineTable()));
        for (TableSpec spec : engine.tables()) {
            String name = spec.name();
            int dot = name.lastIndexOf(".d");
            boolean ours = dot > 0 && name.substring(dot + 2).matches("[0-9]{1,18}");
            if (ours) {
                nextId.accumulateAndGet(Long.parseLong(name.substring(dot + 2)) + 1, Math::max);
            }
            if (ours && !named.contains(name)) {
                engine.dropTable(name);
            }
        }
    }

    /** @return the table, or null */
    public TableModel table(String name) {
        return tables.get(name);
    }

    /** All tables behind a name, in order. */
    public Iterable<TableModel> after(String name) {
        return tables.tailMap(name, false).values();
    }

    public List<TableModel> all() {
        return List.copyOf(tables.values());
    }

    /**
     * Makes an engine table: readable names for people who look at the engine, and a number that makes them unique.
     *
     * @return its name
     */
    public String createEngineTable(String tableName, String indexName, boolean sorted) {
        String label = indexName.isEmpty() ? cut(tableName) : cut(tableName) + "." + cut(indexName);
        String name = (label.startsWith(".") ? "_" : "") + label + ".d" + nextId.getAndIncrement();
        engine.createTable(sorted ? TableSpec.sorted(name) : TableSpec.unsorted(name));
        return name;
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(name.length(), NAME_KEPT_MAX));
    }

    /** All backups, in the order in which they were made. */
    public List<BackupModel> backups() {
        return List.copyOf(backups.values());
    }

    /** Stores a backup, durably, and with it its items, which were written before. */
    public void store(BackupModel backup) {
        UnsafeBuffer row = new UnsafeBuffer(BackupRow.write(backup));
        try (Session session = engine.openSession()) {
            session.table(SYSTEM_TABLE).put(Key.of(BACKUP_ROWS, backup.id()), row, 0, row.capacity(), durably);
        }
        backups.put(backup.id(), backup);
    }

    /** Forgets a backup, then drops its items. */
    public void drop(BackupModel backup) {
        try (Session session = engine.openSession()) {
            session.table(SYSTEM_TABLE).delete(Key.of(BACKUP_ROWS, backup.id()), durably);
        }
        backups.remove(backup.id());
        dropEngineTable(backup.engineTable());
    }

    /** Stores a table's new state, durably, before others see it. */
    public void store(TableModel table) {
        UnsafeBuffer row = new UnsafeBuffer(TableRow.write(table));
        // A session of its own each time: changes are rare and come from any thread.
        try (Session session = engine.openSession()) {
            session.table(SYSTEM_TABLE).put(Key.of(ROWS, table.name()), row, 0, row.capacity(), durably);
        }
        tables.put(table.name(), table);
    }

    /** Forgets a table, then drops what it had. */
    public void drop(TableModel table) {
        try (Session session = engine.openSession()) {
            session.table(SYSTEM_TABLE).delete(Key.of(ROWS, table.name()), durably);
        }
        tables.remove(table.name());
        dropEngineTable(table.engineTable());
        table.indexes().forEach(index -> dropEngineTable(index.engineTable()));
    }

    public void dropEngineTable(String name) {
        try {
            engine.dropTable(name);
        } catch (EngineException.NoSuchTable e) {
            // it is gone, which is what was asked for
        }
    }
}
