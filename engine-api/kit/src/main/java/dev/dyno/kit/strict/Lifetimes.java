package dev.dyno.kit.strict;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The views that one session has handed out, and the thread it belongs to. A view that is an argument of the next call
 * is still good for it: copies are poisoned when that call ends, not when it begins.
 */
final class Lifetimes {

    private static final byte POISON = (byte) 0xDE;

    private final Thread owner = Thread.currentThread();
    private List<byte[]> alive = new ArrayList<>();
    private volatile boolean closed;

    /** Runs one call on the session: views handed out before it end with it. */
    <T> T call(Supplier<T> body) {
        check();
        List<byte[]> ending = alive;
        alive = new ArrayList<>();
        try {
            return body.get();
        } finally {
            ending.forEach(Lifetimes::poison);
        }
    }

    /** For calls that end no view: {@code key()} and {@code item()} of a cursor. */
    void check() {
        Thread caller = Thread.currentThread();
        if (caller != owner) {
            throw new IllegalStateException("session is confined to one thread: owner=" + owner.getName()
                    + ", caller=" + caller.getName());
        }
        if (closed) {
            throw new EngineException.Closed("session of thread " + owner.getName());
        }
    }

    /** A copy that lives until the next call on the session. */
    byte[] lend(DirectBuffer bytes) {
        byte[] copy = copy(bytes);
        alive.add(copy);
        return copy;
    }

    /** Fills {@code out} with a lent copy of an item. */
    void lend(ItemView item, ItemView out) {
        if (item.exists()) {
            wrap(out, lend(item.value()), item.sequence());
        } else {
            out.clear();
        }
    }

    /** May come from another thread when the owner has stopped. @return false if it was closed already */
    boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        alive.forEach(Lifetimes::poison);
        alive = new ArrayList<>();
        return true;
    }

    static byte[] copy(DirectBuffer bytes) {
        byte[] copy = new byte[bytes.capacity()];
        bytes.getBytes(0, copy);
        return copy;
    }

    static void wrap(ItemView view, byte[] copy, long sequence) {
        view.wrap(new UnsafeBuffer(copy), 0, copy.length, sequence);
    }

    static void poison(byte[] copy) {
        Arrays.fill(copy, POISON);
    }
}
