package dev.dyno.core.commit;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Limits;
import dev.dyno.api.Outcome;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.log.FrameView;
import dev.dyno.core.log.FrameWriter;
import dev.dyno.core.log.Log;
import dev.dyno.core.stats.Counters;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;

/**
 * The commit step: one logical writer by flat combining. Whoever holds the lock leads: it takes the commands that wait,
 * judges them in order, stores them as one frame, syncs if one of them asked for it, reports, applies, publishes and
 * wakes their sessions. A lone thread leads itself, without a hand-off. While a leader syncs, the next group forms.
 *
 * <p>Order within a group: judge, log, perhaps sync; for each commit old images, apply, end of commit; then publish and
 * answer. So a reader can never see what a crash may take back from {@link Durability#SYNC}, and whoever has an
 * answer can rely on the listeners having seen the change. {@link Durability#MEMORY} is kept as
 * {@link Durability#PROCESS}, which costs one copy.
 *
 * <p>Invariants
 * <ul>
 * <li>G1 commits get sequences in the order they are judged, one each, without gaps
 * <li>G2 no two commands of a group are on one item
 * <li>G3 a queued command is led by somebody: who lets go of the lock looks at the queue afterwards
 * </ul>
 *
 * <p>Threads: any number of sessions. Publication P1: the leader stores {@code committed} last; a reader that sees it
 * sees the group's changes in the index.
 *
 * <p>Source: Hendler et al., Flat Combining and the Synchronization-Parallelism Tradeoff, SPAA 2010.
 */
public final class Committer implements AutoCloseable {

    /** The counters that the commit step writes. */
    public static final Set<Counter> COUNTED = Set.of(
            Counter.COMMITS, Counter.GROUPS, Counter.CONDITION_FAILURES, Counter.LOG_BYTES, Counter.SYNCS);

    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final int GROUP_COMMANDS_MAX = 256;
    private static final int GROUP_BYTES_MAX = 64 << 10;
    /** A larger batch is a group of its own. */
    private static final int BATCH_IN_GROUP_MAX = 256;
    /** Then another session leads: no caller serves the others for ever. */
    private static final int GROUPS_LED_MAX = 16;
    private static final int SPINS = 200;

    private final Log log;
    private final Applier applier;
    private final Evaluator evaluator;
    private final FrameWriter frame;
    private final Durability engineDurability;
    private final CommandQueue queue;
    private final AtomicInteger lock = new AtomicInteger(FREE);
    private final GroupKeys keys = new GroupKeys();
    private final Command[] members = new Command[GROUP_COMMANDS_MAX];
    private final Counters counters;
    private int size;
    private Thread leader;
    private volatile boolean full;
    private volatile boolean closed;
    private volatile long committed;

    /**
     * @param durability of writes that do not name one
     * @param counters keeps {@link #COUNTED} at least
     */
    public Committer(Log log, Applier applier, Limits limits, Durability durability, Counters counters,
            Memory memory) {
        this.log = log;
        this.applier = applier;
        this.counters = counters;
        queue = new CommandQueue(log.clock(), log.options().groupWindowNanos());
        frame = new FrameWriter(memory);
        evaluator = new Evaluator(applier.index(), applier.catalogue(), limits, frame);
        engineDurability = durability;
        committed = log.lastSequence();
    }

    public long put(Command command, TableSpec table, Key key, DirectBuffer value, int offset, int length,
            WriteOptions options) {
        ask(command, Command.Kind.PUT, table, key, options);
        command.value = value;
        command.valueOffset = offset;
        command.valueLength = length;
        return submit(command);
    }

    public long delete(Command command, TableSpec table, Key key, WriteOptions options) {
        ask(command, Command.Kind.DELETE, table, key, options);
        return submit(command);
    }

    public long update(Command command, TableSpec table, Key key, ItemUpdater updater, WriteOptions options) {
        ask(command, Command.Kind.UPDATE, table, key, options);
        command.updater = updater;
        return submit(command);
    }

    public long commit(Command command, WriteBatch batch, Durability durability) {
        refuseReentry();
        command.begin(Command.Kind.BATCH);
        command.batch = batch;
        command.durable = durability.or(engineDurability) == Durability.SYNC;
        return submit(command);
    }

    /** Every commit acknowledged before the call is on stable storage after it. */
    public void sync(Command command) {
        refuseReentry();
        command.begin(Command.Kind.SYNC);
        command.durable = true;
        submit(command);
    }

    /** @return the id of the new table */
    public int createTable(TableSpec table) {
        return (int) change(Command.Kind.CREATE_TABLE, table);
    }

    /** @return false if there was none */
    public boolean dropTable(TableSpec table) {
        return change(Command.Kind.DROP_TABLE, table) > 0;
    }

    private long change(Command.Kind kind, TableSpec table) {
        refuseReentry();
        Command command = new Command();
        command.begin(kind);
        command.table = table;
        command.durable = true;
        return submit(command);
    }

    /** The last commit that readers see. */
    public long committedSequence() {
        return committed; // sees P1
    }

    /** The last commit known to be on stable storage, never above {@link #committedSequence}. */
    public long durableSequence() {
        return Math.min(committed, log.durableSequence()); // sees P1
    }

    /** Whether the last write found the disk, or the engine, full. */
    public boolean isFull() {
        return full;
    }

    /** Whether the caller is inside a commit: work without threads may be. */
    public boolean isLeader() {
        return leader == Thread.currentThread(); // a plain read, as in refuseReentry
    }

    /** @throws IllegalStateException if the caller is a condition, an updater or a listener inside a commit */
    public void refuseReentry() {
        // A plain read is enough: only the leader itself needs to find itself here.
        if (leader == Thread.currentThread()) {
            throw new IllegalStateException("the engine was called from inside a commit: conditions, updaters and"
                    + " listeners must not, thread=" + leader.getName());
        }
    }

    /** Runs something with no commit in progress: checkpoints and readings that need a still log. */
    public void exclusively(Runnable action) {
        refuseReentry();
        while (!lock.compareAndSet(FREE, HELD)) {
            Thread.onSpinWait();
        }
        leader = Thread.currentThread();
        try {
            action.run();
        } finally {
            lead(null);
        }
    }

    private void ask(Command command, Command.Kind kind, TableSpec table, Key key, WriteOptions options) {
        refuseReentry();
        command.begin(kind);
        command.table = table;
        command.key = key;
        command.options = options;
        command.durable = options.durability().or(engineDurability) == Durability.SYNC;
    }

    private long submit(Command command) {
        log.checkUsable();
        if (queue.isEmpty() && lock.compareAndSet(FREE, HELD)) {
            lead(command);
        } else {
            command.setWaiter(Thread.currentThread());
            queue.offer(command);
            await(command);
        }
        return command.answer();
    }

    private void await(Command command) {
        boolean interrupted = false;
        int spins = 0;
        while (!command.isDone()) {
            if (lock.get() == FREE && lock.compareAndSet(FREE, HELD)) {
                lead(null);
            } else if (spins < SPINS) {
                spins++;
                Thread.onSpinWait();
            } else {
                command.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the lock held: serves {@code first} and then the queue, and lets go of the lock. */
    private void lead(Command first) {
        Command next = first;
        boolean again = true;
        while (again) {
            leader = Thread.currentThread();
            int groups = 0;
            try {
                while (next != null || groups < GROUPS_LED_MAX && (next = queue.poll()) != null) {
                    next = serveGroup(next);
                    groups++;
                }
            } finally {
                leader = null;
            }
            Command heir = queue.peek();
            lock.set(FREE);
            if (heir != null) {
                heir.wake();
                return;
            }
            // G3: a command that came after the peek found the lock held, and may sleep.
            again = !queue.isEmpty() && lock.compareAndSet(FREE, HELD);
        }
    }

    /** @return a command that was taken from the queue and belongs to the next group, or null */
    private Command serveGroup(Command first) {
        frame.clear();
        keys.clear();
        evaluator.begin();
        queue.beginGroup();
        size = 0;
        boolean durable = false;
        Command next = first;
        while (next != null) {
            judge(next);
            members[size++] = next;
            durable |= next.durable && !next.hasFailed() && (next.outcome > 0 || next.kind == Command.Kind.SYNC);
            if (isAlone(next) || size == GROUP_COMMANDS_MAX || frame.length() >= GROUP_BYTES_MAX) {
                break;
            }
            next = queue.next(durable);
            if (next != null) {
                keys.add(members[size - 1]);
                if (isAlone(next) || keys.meet(next)) {
                    store(durable);
                    return next;
                }
            }
        }
        store(durable);
        return null;
    }

    private void judge(Command command) {
        if (closed) {
            command.fail(new EngineException.Closed("engine"));
        } else {
            evaluator.evaluate(command, log.lastSequence() + frame.commits() + 1);
            full |= command.foundNoRoom();
        }
    }

    /** Changes of the catalogue, so that those behind see them; batches too large to remember. */
    private static boolean isAlone(Command command) {
        return switch (command.kind) {
            case PUT, DELETE, UPDATE, SYNC -> false;
            case BATCH -> command.batch.size() > BATCH_IN_GROUP_MAX;
            case CREATE_TABLE, DROP_TABLE -> true;
        };
    }

    private void store(boolean durable) {
        try {
            long before = log.durableSequence();
            if (!frame.isEmpty()) {
                append(durable);
            } else if (durable) {
                log.sync();
            }
            if (log.durableSequence() > before) {
                reportDurable();
            }
        } catch (RuntimeException | Error e) {
            fail(e, true);
            frame.clear();
        }
        complete();
    }

    private void append(boolean durable) {
        FrameView stored;
        try {
            stored = log.append(frame, durable);
        } catch (EngineException.Full e) {
            full = true;
            fail(e, false);
            frame.clear();
            if (durable) {
                log.sync(); // who only waits for a sync needs no space
            }
            return;
        }
        full = false;
        apply(stored);
    }

    private void complete() {
        if (!closed) { // the counters may be gone: a call of the engine itself can come late
            count();
        }
        for (int i = 0; i < size; i++) {
            members[i].complete();
            members[i] = null;
        }
    }

    /** Before the answers: who has an answer finds it counted. */
    private void count() {
        int conditionFailures = 0;
        for (int i = 0; i < size; i++) {
            conditionFailures += members[i].outcome == Outcome.CONDITION_FAILED ? 1 : 0;
        }
        if (conditionFailures > 0) {
            counters.add(Counter.CONDITION_FAILURES, conditionFailures);
        }
        if (frame.commits() > 0) {
            counters.add(Counter.COMMITS, frame.commits());
            counters.add(Counter.GROUPS, 1);
            counters.set(Counter.LOG_BYTES, log.bytesWritten());
        }
        counters.set(Counter.SYNCS, log.syncs());
    }

    /** The log has the commits: whatever goes wrong here, the engine cannot go on without them. */
    private void apply(FrameView stored) {
        try {
            applier.onFrame(stored);
        } catch (RuntimeException | Error e) {
            throw log.fail(e);
        }
        committed = stored.lastSequence(); // publishes P1
    }

    private void reportDurable() {
        try {
            applier.onDurable(log.durableSequence());
        } catch (RuntimeException | Error e) {
            throw log.fail(e);
        }
    }

    /** Every member that would have committed, or waits for a sync, gets the failure as an exception of its own. */
    private void fail(Throwable cause, boolean syncsToo) {
        for (int i = 0; i < size; i++) {
            Command member = members[i];
            if (!member.hasFailed() && (member.outcome > 0 || syncsToo && member.kind == Command.Kind.SYNC)) {
                member.failWithOthers(cause);
            }
        }
    }

    /** No command is served any more. The log stays open. */
    @Override
    public void close() {
        exclusively(() -> closed = true);
        frame.close();
    }
}
