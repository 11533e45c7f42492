package dev.dyno.dynamo.operation;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.dynamo.item.ItemLayout;

/**
 * Copies a table's items at one instant into another table of the engine: what backups and restores are. Needs an
 * engine with snapshots. Confined to a thread.
 */
public final class TableCopy {

    private final Engine engine;

    public TableCopy(Engine engine) {
        this.engine = engine;
    }

    /** What was copied. @param bytes as DynamoDB counts them */
    public record Copied(long items, long bytes) {
    }

    /** @throws dev.dyno.api.EngineException.Unsupported on an engine without snapshots */
    public Copied copy(String fromEngineTable, String toEngineTable) {
        long items = 0;
        long bytes = 0;
        // Two sessions: what one shows lives until its own next call, whatever the other does.
        try (Session reading = engine.openSession(); Session writing = engine.openSession();
                Snapshot snapshot = reading.snapshot();
                Cursor cursor = reading.table(fromEngineTable).at(snapshot).scan(0, 1)) {
            Table to = writing.table(toEngineTable);
            while (cursor.next()) {
                Writes.checkKnown(to.put(cursor.key(), cursor.item().value(), 0, cursor.item().length()));
                items++;
                bytes += ItemLayout.size(cursor.item().value(), 0);
            }
        }
        return new Copied(items, bytes);
    }
}
