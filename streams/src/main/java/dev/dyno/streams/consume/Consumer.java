package dev.dyno.streams.consume;

import dev.dyno.api.Durability;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.run.Clock;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamException.NotFound;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a stream together with others of its kind. Each shard is leased to one of them; leases and checkpoints are
 * items of a table, on any engine with conditions on sequences and batches over tables. A consumer that stops renewing
 * loses its leases when they expire, and another goes on at the checkpoint.
 *
 * <p>Invariants
 * <ul>
 * <li>L1 the effects of a page and its checkpoint are one commit, on condition that the lease is as this consumer wrote
 *     it: no page takes effect twice, whoever believes to own the shard
 * <li>L2 a shard is read only when its parent has ended: the changes of an item take effect in their order
 * </ul>
 *
 * <p>Threads: confined to one, which calls {@link #poll} again and again; the session and the reader are its own.
 */
public final class Consumer implements AutoCloseable {

    private final long id;
    private final long stream;
    private final StreamReader reader;
    private final Session session;
    private final LeaseTable leases;
    private final ChangeHandler handler;
    private final Clock clock;
    private final long leaseMillis;
    private final RecordPage page = new RecordPage();
    private final WriteBatch batch = new WriteBatch();
    private final ChangeView view = new ChangeView();
    private final TreeMap<Long, Lease> mine = new TreeMap<>();

    /**
     * @param id of this consumer, unlike that of any other on the stream; not 0
     * @param session on the engine that has the table of leases and whatever the handler writes
     */
    public Consumer(long id, long stream, StreamReader reader, Session session, String leaseTable,
            ChangeHandler handler, ConsumerTiming timing) {
        if (id == Lease.NOBODY) {
            throw new IllegalArgumentException("consumer needs an id: id=0");
        }
        this.id = id;
        this.stream = stream;
        this.reader = reader;
        this.session = session;
        this.leases = new LeaseTable(session.table(leaseTable), stream);
        this.handler = handler;
        this.clock = timing.clock();
        this.leaseMillis = timing.leaseMillis();
    }

    /**
     * Renews, gives up and takes leases as is fair, and handles at most one page of each shard it has.
     *
     * @return how many records took effect
     * @throws NotFound if the stream is gone
     * @throws dev.dyno.streams.capture.StreamException.TrimmedDataAccess if records were trimmed before they were read
     */
    public int poll() {
        long now = clock.epochMillis();
        share(now);
        int records = 0;
        for (Lease lease : List.copyOf(mine.values())) {
            records += handle(lease);
        }
        return records;
    }

    /** The shards this consumer has leases on. */
    public List<Long> shards() {
        return List.copyOf(mine.keySet());
    }

    private void share(long now) {
        Map<Long, Lease> all = leases.leases();
        int members = leases.join(id, now, now + leaseMillis).size();
        mine.clear();
        TreeMap<Long, Lease> free = new TreeMap<>();
        int readable = 0;
        List<ShardDescription> shards = describe().shards();
        for (ShardDescription shard : shards) {
            Lease lease = all.getOrDefault(shard.number(), Lease.fresh(shard.number()));
            if (!lease.ended() && hasBegun(shard, shards, all)) {
                readable++;
                if (lease.isHeldBy(id, now)) {
                    mine.put(shard.number(), lease);
                } else if (lease.isFree(now)) {
                    free.put(shard.number(), lease);
                }
            }
        }
        int fair = (readable + members - 1) / members;
        while (mine.size() > fair) {
            leases.write(mine.pollLastEntry().getValue().ownedBy(Lease.NOBODY, 0));
        }
        while (mine.size() < fair && !free.isEmpty()) {
            take(free.pollFirstEntry().getValue(), now);
        }
    }

    private StreamDescription describe() {
        for (StreamDescription description : reader.streams()) {
            if (description.id() == stream) {
                return description;
            }
        }
        throw new NotFound("no such stream: id=" + stream);
    }

    /** L2: it has no parent, or one that ended, or one that was trimmed. */
    private static boolean hasBegun(ShardDescription shard, List<ShardDescription> shards, Map<Long, Lease> all) {
        Lease parent = all.get(shard.parent());
        return shard.parent() == ShardDescription.NO_PARENT || parent != null && parent.ended()
                || shards.stream().noneMatch(other -> other.number() == shard.parent());
    }

    private void take(Lease lease, long now) {
        Lease taken = lease.ownedBy(id, now + leaseMillis);
        long outcome = leases.write(taken);
        if (Outcome.committed(outcome)) {
            mine.put(lease.shard(), taken.written(outcome));
        }
    }

    private int handle(Lease lease) {
        ShardIterator from = lease.checkpoint() == 0
                ? reader.iterator(stream, lease.shard(), IteratorKind.TRIM_HORIZON)
                : reader.iterator(stream, lease.shard(), IteratorKind.AFTER_SEQUENCE_NUMBER, lease.checkpoint());
        reader.read(from, page);
        long now = clock.epochMillis();
        boolean aging = lease.expiresMillis() - now < leaseMillis / 2;
        if (page.size() == 0 && !page.isAtEnd() && !aging) {
            return 0;
        }
        long checkpoint = page.size() == 0 ? lease.checkpoint() : page.get(page.size() - 1, view).number();
        Lease next = lease.at(checkpoint, page.isAtEnd(), now + leaseMillis);
        batch.clear();
        leases.write(next, batch);
        if (page.size() > 0) {
            handler.onChanges(page, batch);
        }
        long outcome = session.commit(batch, Durability.ENGINE);
        if (Outcome.committed(outcome)) {
            mine.put(lease.shard(), next.written(outcome));
            return page.size();
        }
        mine.remove(lease.shard()); // lost, or unknown: the next poll reads what is true
        if (outcome == Outcome.CONDITION_FAILED && batch.failedIndex() != 0) {
            throw new IllegalStateException("a condition among a handler's effects did not hold: stream=" + stream
                    + ", shard=" + lease.shard() + ", operation=" + batch.failedIndex());
        }
        return 0;
    }

    /** Gives its leases back, so that others need not wait until they expire. Session and reader stay open. */
    @Override
    public void close() {
        for (Lease lease : mine.values()) {
            leases.write(lease.ownedBy(Lease.NOBODY, 0));
        }
        mine.clear();
        leases.leave(id);
    }
}
