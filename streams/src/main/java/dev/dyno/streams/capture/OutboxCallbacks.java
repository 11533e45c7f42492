package dev.dyno.streams.capture;

import dev.dyno.api.ItemView;
import dev.dyno.api.WriteOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which threads are inside a user's updater or predicate, while the item is locked: they must not call the engine. */
final class OutboxCallbacks {

    private final Set<Thread> inside = ConcurrentHashMap.newKeySet();

    void begin() {
        inside.add(Thread.currentThread());
    }

    void end() {
        inside.remove(Thread.currentThread());
    }

    /** Judges a condition, which may have a predicate in it. */
    boolean holds(WriteOptions condition, ItemView item) {
        begin();
        try {
            return condition.holdsFor(item);
        } finally {
            end();
        }
    }

    /** @throws IllegalStateException if the caller is inside */
    void refuseReentry() {
        if (!inside.isEmpty() && inside.contains(Thread.currentThread())) {
            throw new IllegalStateException("the engine was called from inside a commit: updaters must not, thread="
                    + Thread.currentThread().getName());
        }
    }
}
