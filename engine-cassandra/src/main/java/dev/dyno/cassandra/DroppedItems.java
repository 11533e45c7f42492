package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.dyno.api.EngineException;
import dev.dyno.api.run.Work;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;

/**
 * Removes the items of dropped tables in the background: one deletion for each partition of the store, since items of
 * all tables share partitions. What an engine leaves undone the next one to open finds in the catalogue.
 *
 * <p>The deletions are plain writes. Nobody writes to a dropped table, so they meet no transaction.
 */
final class DroppedItems {

    private static final int PARTITIONS_A_STEP = 50;

    private final Catalogue catalogue;
    private final Rows rows;
    private final Work.Job job;
    /** Guarded by this. */
    private final Queue<Integer> waiting = new ArrayDeque<>();
    /** Used by the job only. */
    private int table;
    private Iterator<Row> partitions = Collections.emptyIterator();

    DroppedItems(Catalogue catalogue, Rows rows, Work work) {
        this.catalogue = catalogue;
        this.rows = rows;
        this.job = work.start("purge", this::step);
    }

    /** Takes up what was left. */
    void purgeAll() {
        catalogue.dropped().forEach(this::purge);
    }

    void purge(int id) {
        synchronized (this) {
            waiting.add(id);
        }
        job.wake();
    }

    void stop() {
        job.close();
    }

    private boolean step() {
        if (!partitions.hasNext() && !begin()) {
            return false;
        }
        try {
            for (int i = 0; i < PARTITIONS_A_STEP && partitions.hasNext(); i++) {
                rows.write(rows.statements().purge.bind(partitions.next().getByteBuffer("pk"), table));
            }
        } catch (DriverException | EngineException.Io e) {
            partitions = Collections.emptyIterator();
            return false; // the catalogue still names it: the next open goes on
        }
        if (!partitions.hasNext()) {
            catalogue.purged(table);
        }
        return true;
    }

    private boolean begin() {
        synchronized (this) {
            if (waiting.isEmpty()) {
                return false;
            }
            table = waiting.remove();
        }
        try {
            partitions = rows.range(rows.statements().partitions.bind(), true).iterator();
        } catch (EngineException.Io e) {
            return false;
        }
        if (!partitions.hasNext()) {
            catalogue.purged(table);
        }
        return true;
    }
}
