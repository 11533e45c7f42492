package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A walk over rows, a page at a time: each page is current when it is read, and there is no instant for all of them.
 * Between pages the driver is asked for the next one inside {@link #next}.
 */
abstract class RowCursor implements Cursor {

    private final CassandraReader reader;
    private final Key key = new Key();
    private final ItemView item = new ItemView();
    private final UnsafeBuffer partition = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer sort = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer value = new UnsafeBuffer(0, 0);
    private Iterator<Row> rows = Collections.emptyIterator();
    private boolean onItem;
    private boolean closed;

    RowCursor(CassandraReader reader) {
        this.reader = reader;
    }

    final TableSpec spec() {
        return reader.spec();
    }

    final CassandraReader reader() {
        return reader;
    }

    final void walk(ResultSet results) {
        rows = results.iterator();
        onItem = false;
    }

    final void end() {
        rows = Collections.emptyIterator();
        onItem = false;
    }

    /** Moves to the next row that {@link #accept} takes. */
    final boolean step() {
        check();
        onItem = false;
        while (rows.hasNext()) {
            Row row = rows.next();
            if (accept(row)) {
                wrap(partition, partitionOf(row));
                wrap(sort, row.getByteBuffer("sk"));
                key.wrap(partition, 0, partition.capacity(), sort, 0, sort.capacity());
                CassandraReader.fill(item, value, row);
                reader.session().counts().stepped(item.length());
                onItem = true;
                return true;
            }
        }
        return false;
    }

    abstract boolean accept(Row row);

    abstract ByteBuffer partitionOf(Row row);

    @Override
    public final Key key() {
        checkOnItem();
        return key;
    }

    @Override
    public final ItemView item() {
        checkOnItem();
        return item;
    }

    @Override
    public final void close() {
        closed = true;
        end();
    }

    final void check() {
        if (closed) {
            throw new EngineException.Closed("cursor");
        }
        reader.check();
    }

    private void checkOnItem() {
        check();
        if (!onItem) {
            throw new IllegalStateException("cursor is not on an item: table=" + spec().name());
        }
    }

    static void wrap(UnsafeBuffer buffer, ByteBuffer bytes) {
        buffer.wrap(bytes, bytes.position(), bytes.remaining());
    }
}
