package dev.dyno.core.commit;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * A session's write on its way through the commit step: what is asked, and what is answered. Every session has one and
 * uses it again. The caller's key, value, options and batch are borrowed: the caller waits until the answer is there.
 *
 * <p>Threads: filled by the session, then owned by the leader until {@code done}. Publication D1: the leader stores
 * {@code done} last; the session that sees it sees the answer.
 */
public final class Command {

    enum Kind { PUT, DELETE, UPDATE, BATCH, SYNC, CREATE_TABLE, DROP_TABLE }

    /** Unanswered: no outcome has this value. */
    private static final long OPEN = Long.MIN_VALUE;

    final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    private final ExpandableArrayBuffer old = new ExpandableArrayBuffer();
    Kind kind = Kind.SYNC;
    TableSpec table;
    Key key;
    DirectBuffer value;
    int valueOffset;
    int valueLength;
    WriteOptions options = WriteOptions.DEFAULT;
    ItemUpdater updater;
    WriteBatch batch;
    boolean durable;
    long outcome = OPEN;
    private Throwable error;
    private Thread waiter;
    private volatile boolean parked;
    private volatile boolean done;

    void begin(Kind what) {
        kind = what;
        outcome = OPEN;
        error = null;
    }

    /** By the leader: the old item, copied to where only this session writes. */
    void keepOld(ItemView current) {
        if (current.exists()) {
            old.putBytes(0, current.value(), 0, current.length());
            options.old().wrap(old, 0, current.length(), current.sequence());
        } else {
            options.old().clear();
        }
    }

    void fail(Throwable cause) {
        error = cause;
    }

    /** Fails for a cause that others fail for too: each session throws an exception of its own. */
    void failWithOthers(Throwable cause) {
        error = switch (cause) {
            case EngineException.Full e -> new EngineException.Full(e.getMessage(), e);
            case EngineException.Failed e -> new EngineException.Failed(e.getMessage(), e);
            case EngineException.Closed e -> new EngineException.Closed("engine");
            default -> cause;
        };
    }

    boolean hasFailed() {
        return error != null;
    }

    boolean foundNoRoom() {
        return error instanceof EngineException.Full;
    }

    /** Before it is queued: from now on somebody waits for {@link #complete}. */
    void setWaiter(Thread thread) {
        done = false;
        waiter = thread;
    }

    boolean isDone() {
        return done; // sees D1
    }

    /** By the leader, last: the command is the session's again. */
    void complete() {
        Thread thread = waiter;
        if (thread == null) {
            return; // its own session leads, which waits for nobody: no fence for it
        }
        done = true; // publishes D1
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    /** Sleeps until woken, or not at all if there is an answer. */
    void park(Object blocker) {
        parked = true;
        if (!done) {
            LockSupport.park(blocker);
        }
        parked = false;
    }

    /** Wakes its session to lead. */
    void wake() {
        LockSupport.unpark(waiter);
    }

    /** The answer, or the exception. Lets go of what was borrowed. */
    long answer() {
        table = null;
        key = null;
        value = null;
        updater = null;
        batch = null;
        options = WriteOptions.DEFAULT;
        waiter = null;
        Throwable thrown = error;
        error = null;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return outcome;
    }
}
