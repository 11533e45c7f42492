package dev.dyno.bench.workload;

import dev.dyno.api.Durability;
import dev.dyno.api.Outcome;
import dev.dyno.api.WriteBatch;

/**
 * Writes every item once, in random order, in the order of keys, or in random order by batches of 1,000. A step is one
 * put, or one batch; {@link #remaining} says when it is over. Batches go on where single puts ended.
 */
public final class Load implements Step {

    /** In which order, and how many at a time. */
    enum Order { RANDOM, SEQUENTIAL, BATCHES }

    private static final int BATCH_OPERATIONS = 1_000;
    /** Below the least that an engine takes (limits are checked by the caller): batches of large values are shorter. */
    private static final int BATCH_BYTES = 4 << 20;

    private final Lane lane;
    private Order order;
    private final Permutation permutation;
    private final WriteBatch batch = new WriteBatch();
    private Durability durability;
    private final long items;
    private final boolean sequential;
    private long place;

    Load(Lane lane, Order order) {
        this.lane = lane;
        this.order = order;
        this.sequential = order == Order.SEQUENTIAL;
        this.items = lane.data().items();
        this.permutation = new Permutation(items, lane.seed());
        this.durability = lane.options().durability();
    }

    /** What remains is not measured: written as fast as the engine can, by batches if it has them. */
    public void goOnUntimed(boolean byBatches) {
        durability = Durability.MEMORY;
        lane.options().durability(durability);
        order = byBatches ? Order.BATCHES : order;
    }

    /** Items still to be written. */
    public long remaining() {
        return items - place;
    }

    @Override
    public long run() {
        if (place == items) {
            throw new IllegalStateException("everything is loaded: items=" + items);
        }
        return switch (order) {
            case RANDOM, SEQUENTIAL -> lane.write(inOrder(place++), 0);
            case BATCHES -> batch();
        };
    }

    private long inOrder(long number) {
        return sequential ? number : permutation.at(number);
    }

    private long batch() {
        batch.clear();
        long first = inOrder(place);
        while (place < items && batch.size() < BATCH_OPERATIONS && batch.bytes() < BATCH_BYTES) {
            long index = inOrder(place++);
            var value = lane.items().value(index, 0);
            batch.put(lane.table(), lane.items().key(index), value, 0, value.capacity(), lane.options());
        }
        long outcome = lane.session().commit(batch, durability);
        if (!Outcome.committed(outcome)) {
            throw WrongAnswer.write(first, Outcome.describe(outcome));
        }
        return outcome;
    }
}
