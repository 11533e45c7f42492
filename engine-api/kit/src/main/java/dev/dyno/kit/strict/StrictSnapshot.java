package dev.dyno.kit.strict;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** A snapshot that, on an engine with zero-copy reads, keeps the views read at it until it closes. Threads: any. */
final class StrictSnapshot implements Snapshot {

    private final Snapshot inner;
    private final List<byte[]> alive = new ArrayList<>();
    private boolean closed;

    StrictSnapshot(Snapshot inner) {
        this.inner = inner;
    }

    @Override
    public long sequence() {
        return inner.sequence();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        alive.forEach(Lifetimes::poison);
        alive.clear();
        inner.close();
    }

    Snapshot inner() {
        return inner;
    }

    synchronized void check() {
        if (closed) {
            throw new EngineException.Closed("snapshot at sequence " + inner.sequence());
        }
    }

    synchronized void lend(ItemView item, ItemView out) {
        if (item.exists()) {
            byte[] copy = Lifetimes.copy(item.value());
            alive.add(copy);
            Lifetimes.wrap(out, copy, item.sequence());
        } else {
            out.clear();
        }
    }
}
