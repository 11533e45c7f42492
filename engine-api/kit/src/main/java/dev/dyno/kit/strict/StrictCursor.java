package dev.dyno.kit.strict;

import dev.dyno.api.Cursor;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import org.agrona.concurrent.UnsafeBuffer;

/** A cursor that lends its key and item anew each time it is asked. */
final class StrictCursor implements Cursor {

    private final Cursor inner;
    private final StrictReader reader;
    private final Lifetimes lifetimes;
    private boolean closed;

    StrictCursor(Cursor inner, StrictReader reader, Lifetimes lifetimes) {
        this.inner = inner;
        this.reader = reader;
        this.lifetimes = lifetimes;
    }

    @Override
    public boolean next() {
        check();
        return lifetimes.call(inner::next);
    }

    @Override
    public boolean seek(Key key) {
        check();
        return lifetimes.call(() -> inner.seek(key));
    }

    @Override
    public Key key() {
        check();
        Key key = inner.key();
        byte[] partition = lifetimes.lend(key.partition());
        byte[] sort = lifetimes.lend(key.sort());
        return new Key().wrap(
                new UnsafeBuffer(partition), 0, partition.length, new UnsafeBuffer(sort), 0, sort.length);
    }

    @Override
    public ItemView item() {
        check();
        ItemView item = new ItemView();
        reader.lend(inner.item(), item);
        return item;
    }

    /** Closing again does nothing, and closing after the session is harmless. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            inner.close();
        }
    }

    private void check() {
        lifetimes.check();
        reader.checkSnapshot();
        if (closed) {
            throw new EngineException.Closed("cursor");
        }
    }
}
