package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.internal.core.metadata.token.Murmur3Token;
import com.datastax.oss.driver.internal.core.metadata.token.Murmur3TokenFactory;
import dev.dyno.api.Cursor;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.TableSpec;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads of one table through a session; the strong one of the two sees every acknowledged write. */
class CassandraReader implements Reader {

    private static final Murmur3TokenFactory TOKENS = new Murmur3TokenFactory();

    private final CassandraSession session;
    private final TableSpec spec;
    private final boolean strong;
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final ItemView batchView = new ItemView();
    private final Key batchKey = new Key();

    CassandraReader(CassandraSession session, TableSpec spec, boolean strong) {
        this.session = session;
        this.spec = spec;
        this.strong = strong;
    }

    public final TableSpec spec() {
        return spec;
    }

    final CassandraSession session() {
        return session;
    }

    @Override
    public final boolean get(Key key, ItemView out) {
        check(key);
        return read(key, out);
    }

    private boolean read(Key key, ItemView out) {
        Row row = session.rows().get(key, spec.id(), strong);
        fill(out, bytes, row);
        session.counts().read(row != null, out.length());
        return out.exists();
    }

    /** Fills a view with a row's item, or with none. */
    static void fill(ItemView view, UnsafeBuffer bytes, Row row) {
        if (row == null) {
            view.clear();
            return;
        }
        ByteBuffer value = row.getByteBuffer("v");
        bytes.wrap(value, value.position(), value.remaining());
        view.wrap(bytes, 0, value.remaining(), row.getLong("s"));
    }

    @Override
    public final int getBatch(KeyBatch keys, ItemSink sink) {
        check();
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i, batchKey);
            session.engine().limits().check(batchKey);
            spec.check(batchKey);
        }
        int found = 0;
        Row[] answers = session.rows().getAll(keys, spec.id(), strong);
        session.inCallback(true);
        try {
            for (int i = 0; i < answers.length; i++) {
                fill(batchView, bytes, answers[i]);
                session.counts().read(answers[i] != null, batchView.length());
                found += answers[i] == null ? 0 : 1;
                sink.onItem(i, batchView);
            }
        } finally {
            session.inCallback(false);
        }
        batchView.clear();
        return found;
    }

    @Override
    public final Cursor query(Range range) {
        check();
        session.engine().limits().check(batchKey.wrap(range.partition(), 0, range.partition().capacity()));
        return new RangeCursor(this, range, strong);
    }

    @Override
    public final Cursor scan(int segment, int of) {
        check();
        if (of < 1 || segment < 0 || segment >= of) {
            throw new IllegalArgumentException("no such segment: segment=" + segment + ", of=" + of);
        }
        return new ScanCursor(this, segment, of, strong);
    }

    /** The servers' token, moved so that the order without a sign is theirs with one. */
    @Override
    public final long ringPosition(Key key) {
        return ((Murmur3Token) TOKENS.hash(Blobs.copy(key.partition()))).getValue() ^ Long.MIN_VALUE;
    }

    /** @throws dev.dyno.api.EngineException if the session is closed or the table was dropped */
    final void check() {
        session.check();
        session.engine().tablesKnown().check(spec);
    }

    final void check(Key key) {
        check();
        session.engine().limits().check(key);
        spec.check(key);
    }
}
