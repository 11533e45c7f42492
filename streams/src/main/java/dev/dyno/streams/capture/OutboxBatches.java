package dev.dyno.streams.capture;

import dev.dyno.api.Bytes;
import dev.dyno.api.Capability;
import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The batches of one session: the user's operations first and in their order, so that the engine's answer is about
 * them, then the records. Shards are locked in the order of their numbers. Threads: the session's.
 */
final class OutboxBatches {

    private final Session session;
    private final OutboxCapture capture;
    private final OutboxRecords records;
    private final Map<Integer, Table> tables = new HashMap<>();
    private final WriteBatch batch = new WriteBatch();
    private final WriteBatch.Operation operation = new WriteBatch.Operation();
    private final WriteOptions guard = new WriteOptions();
    private final ItemView old = new ItemView();
    private final ItemView now = new ItemView();
    private final TreeMap<Long, OutboxShard> locked = new TreeMap<>();
    /** What happens in the batch, by stream. */
    private final Map<Long, Set<Kind>> guarded = new TreeMap<>();
    private final Map<Long, ChangeStream> streamOf = new HashMap<>();

    OutboxBatches(Session session, OutboxCapture capture, OutboxRecords records) {
        this.session = session;
        this.capture = capture;
        this.records = records;
    }

    long commit(WriteBatch user, Durability durability) {
        capture.callbacks().refuseReentry();
        capture.limits().check(user);
        if (!capture.spansPartitions() && user.spansPartitions()) {
            throw new EngineException.Unsupported(capture.engineName(), Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
        }
        while (true) {
            OutboxShard overdue;
            long stamp = capture.beginWrite();
            try {
                overdue = lock(user);
                if (locked.isEmpty()) {
                    return session.commit(user, durability);
                }
                long outcome = overdue == null ? write(user, durability) : OutboxWriter.AGAIN;
                if (outcome != OutboxWriter.AGAIN) {
                    return outcome;
                }
            } finally {
                locked.values().forEach(shard -> shard.lock.unlock());
                locked.clear();
                capture.endWrite(stamp);
            }
            if (overdue != null) {
                capture.roll(streamOf.get(overdue.number), overdue);
            }
        }
    }

    /** Locks the shards of all changes. @return one that should be rolled over first, or null */
    private OutboxShard lock(WriteBatch user) {
        TreeMap<Long, OutboxShard> needed = new TreeMap<>();
        for (int i = 0; i < user.size(); i++) {
            user.get(i, operation);
            ChangeStream stream = capture.streamOf(operation.table().id());
            if (stream != null && operation.kind() != WriteBatch.Kind.CHECK) {
                OutboxShard shard = OutboxCapture.shardOf(stream, operation.key());
                needed.put(shard.number, shard);
                streamOf.put(shard.number, stream);
            }
        }
        OutboxShard overdue = null;
        for (OutboxShard shard : needed.values()) {
            shard.lock.lock();
            locked.put(shard.number, shard);
            records.settle(streamOf.get(shard.number).id, shard);
            overdue = shard.isOverdue(capture.options(), capture.millis()) ? shard : overdue;
        }
        return overdue;
    }

    private long write(WriteBatch user, Durability durability) {
        batch.clear();
        user.failedIndex(-1);
        for (int i = 0; i < user.size(); i++) {
            user.get(i, operation);
            if (!copy()) {
                user.failedIndex(i);
                return Outcome.CONDITION_FAILED;
            }
        }
        long millis = capture.millis();
        locked.values().forEach(OutboxShard::reserveNone);
        guarded.clear();
        for (int i = 0; i < user.size(); i++) {
            user.get(i, operation);
            record(millis);
        }
        guarded.forEach(this::guard);
        locked.values().forEach(shard -> shard.doubtful = true); // until there is an answer
        if (!claim(millis)) {
            return OutboxWriter.AGAIN;
        }
        long outcome = session.commit(batch, durability);
        boolean raced = outcome == Outcome.CONDITION_FAILED && isOurs(user);
        locked.values().forEach(shard -> shard.doubtful = outcome == Outcome.UNKNOWN
                || outcome == Outcome.CONDITION_FAILED && !capture.isAlone());
        if (Outcome.committed(outcome)) {
            locked.values().forEach(shard -> shard.appendReserved(millis));
        } else if (outcome == Outcome.CONDITION_FAILED) {
            locked.values().forEach(shard -> giveUp(shard, millis));
            user.failedIndex(batch.failedIndex());
        }
        return raced ? OutboxWriter.AGAIN : outcome;
    }

    /** Where numbers must be claimed a batch is of one partition, so {@link #operation}, its last one, has the key. */
    private boolean claim(long millis) {
        for (OutboxShard shard : locked.values()) {
            if (!records.claim(streamOf.get(shard.number).id, shard, shard.reserved(), millis, operation.key())) {
                locked.headMap(shard.number).values().forEach(other -> giveUp(other, millis));
                return false;
            }
        }
        return true;
    }

    private void guard(long stream, Set<Kind> kinds) {
        records.guard(batch, stream, operation.key(), kinds.contains(Kind.INSERT), kinds.contains(Kind.REMOVE));
    }

    private void giveUp(OutboxShard shard, long millis) {
        records.giveUp(streamOf.get(shard.number).id, shard, shard.reserved(), millis, operation.key());
    }

    /**
     * Copies an operation. Where others write too its condition is judged here, so that a batch which cannot be takes
     * no numbers, and a captured change asks instead for the item that was read.
     *
     * @return whether the condition holds
     */
    private boolean copy() {
        Table table = table(operation.table());
        WriteOptions condition = operation.options();
        if (!capture.isAlone()) {
            capture.limits().check(operation.key());
            capture.limits().checkValue(operation.valueLength());
            table.get(operation.key(), old);
            if (!capture.callbacks().holds(condition, old)) {
                return false;
            }
            condition = isCaptured() ? guard.reset().ifSequence(old.sequence()) : condition;
        }
        switch (operation.kind()) {
            case PUT -> batch.put(table, operation.key(), operation.buffer(), operation.valueOffset(),
                    operation.valueLength(), condition);
            case DELETE -> batch.delete(table, operation.key(), condition);
            case CHECK -> batch.check(table, operation.key(), condition);
        }
        return true;
    }

    private void record(long millis) {
        if (!isCaptured()) {
            return;
        }
        boolean existed = table(operation.table()).get(operation.key(), old);
        Kind kind = existed ? Kind.MODIFY : Kind.INSERT;
        if (operation.kind() == WriteBatch.Kind.PUT) {
            now.wrap(operation.buffer(), operation.valueOffset(), operation.valueLength(), 0);
        } else {
            now.clear();
            kind = Kind.REMOVE;
        }
        boolean same = existed == now.exists()
                && (!existed || Bytes.equal(old.value(), 0, old.length(), now.value(), 0, now.length()));
        if (!same) {
            ChangeStream stream = capture.streamOf(operation.table().id());
            OutboxShard shard = OutboxCapture.shardOf(stream, operation.key());
            long number = shard.reserve();
            guarded.computeIfAbsent(stream.id, id -> EnumSet.noneOf(Kind.class)).add(kind);
            shard.reservedBytes(records.add(batch, stream, shard, number, millis, kind, operation.key(), old, now));
        }
    }

    private boolean isCaptured() {
        return operation.kind() != WriteBatch.Kind.CHECK && capture.streamOf(operation.table().id()) != null;
    }

    /** Whether the condition that failed was not the user's. */
    private boolean isOurs(WriteBatch user) {
        if (capture.isAlone() || batch.failedIndex() >= user.size()) {
            return !capture.isAlone();
        }
        user.get(batch.failedIndex(), operation);
        return isCaptured();
    }

    private Table table(TableSpec spec) {
        return tables.computeIfAbsent(spec.id(), id -> session.table(spec.name()));
    }
}
