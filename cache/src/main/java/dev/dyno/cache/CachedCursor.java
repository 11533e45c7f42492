package dev.dyno.cache;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Table;
import dev.dyno.cache.store.EntryCopy;
import org.agrona.ExpandableArrayBuffer;

/**
 * A walk over a cached result. A jump is answered by the engine, from there on: a result that a limit cut may hold too
 * little for it. Used again by its session after close.
 */
final class CachedCursor implements Cursor {

    private final CachingSession session;
    private final EntryCopy copy = new EntryCopy();
    private final QueryKey question = new QueryKey();
    private final Key key = new Key();
    private final ItemView item = new ItemView();
    private Table below;
    private Cursor jumped;
    private int at;
    private int count;
    private boolean standing;
    private boolean open;

    CachedCursor(CachingSession session) {
        this.session = session;
    }

    EntryCopy copy() {
        return copy;
    }

    QueryKey question() {
        return question;
    }

    void start(Table table) {
        below = table;
        at = 0;
        count = 0;
        standing = false;
        open = true;
    }

    @Override
    public boolean next() {
        check();
        if (jumped != null) {
            return jumped.next();
        }
        standing = at < copy.length();
        if (standing) {
            ExpandableArrayBuffer result = copy.buffer();
            int partition = result.getInt(at);
            int sort = result.getInt(at + 4);
            int length = result.getInt(at + 8);
            int from = at + RecordingCursor.STEP_HEADER_BYTES;
            key.wrap(result, from, partition, result, from + partition, sort);
            item.wrap(result, from + partition + sort, length, result.getLong(at + 12));
            at = from + partition + sort + length;
            count++;
        }
        return standing;
    }

    @Override
    public boolean seek(Key to) {
        check();
        if (question.isScan()) {
            throw new UnsupportedOperationException("a scan has no order to seek in: table=" + below.spec().name());
        }
        if (jumped == null) {
            jumped = below.query(question.range().limit(question.limit() - count));
        }
        return jumped.seek(to);
    }

    @Override
    public Key key() {
        check();
        if (jumped != null) {
            return jumped.key();
        }
        checkStanding();
        return key;
    }

    @Override
    public ItemView item() {
        check();
        if (jumped != null) {
            return jumped.item();
        }
        checkStanding();
        return item;
    }

    private void check() {
        session.enter();
        if (!open) {
            throw new EngineException.Closed("cursor");
        }
    }

    private void checkStanding() {
        if (!standing) {
            throw new IllegalStateException("cursor is on no item: call next() first and until it is false");
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        if (jumped != null) {
            jumped.close();
            jumped = null;
        }
        session.give(this);
    }
}
