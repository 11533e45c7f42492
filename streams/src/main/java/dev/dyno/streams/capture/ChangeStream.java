package dev.dyno.streams.capture;

import dev.dyno.api.TableSpec;
import dev.dyno.streams.record.ViewType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One stream of a table: which commits it covers, and its shards.
 *
 * <p>Threads: changed by the committing thread and by administration, both under the capture's lock; {@link #shards}
 * is replaced whole, so readers see a consistent lineage.
 */
final class ChangeStream {

    static final long OPEN = Long.MAX_VALUE;
    private static final Comparator<Shard> BY_NUMBER = Comparator.comparingLong(shard -> shard.number);

    final long id;
    final TableSpec table;
    final ViewType view;
    /** The first commit it covers. */
    long start;
    /** The last commit it covers; {@link #OPEN} while it is on. */
    volatile long end;
    long disabledMillis;
    /** By number, so children behind their parents. */
    private volatile Shard[] shards = {};

    ChangeStream(long id, TableSpec table, ViewType view, long start, long end, long disabledMillis) {
        this.id = id;
        this.table = table;
        this.view = view;
        this.start = start;
        this.end = end;
        this.disabledMillis = disabledMillis;
    }

    boolean covers(long sequence) {
        return sequence >= start && sequence <= end;
    }

    boolean isEnabled() {
        return end == OPEN;
    }

    Shard[] shards() {
        return shards;
    }

    /** Adds shards; a parent whose slots are all taken over is closed. */
    void add(List<Shard> added) {
        Shard[] all = Arrays.copyOf(shards, shards.length + added.size());
        for (int i = 0; i < added.size(); i++) {
            all[shards.length + i] = added.get(i);
        }
        // A split takes its numbers first: another shard may have taken a later one and be here before it.
        Arrays.sort(all, BY_NUMBER);
        shards = all;
        for (Shard shard : added) {
            for (Shard parent : all) {
                if (parent.number == shard.parent) {
                    parent.closed = isTakenOver(parent);
                }
            }
        }
    }

    void remove(Shard shard) {
        shards = Arrays.stream(shards).filter(other -> other != shard).toArray(Shard[]::new);
    }

    private boolean isTakenOver(Shard parent) {
        int slots = 0;
        for (Shard child : shards) {
            slots += child.parent == parent.number ? child.lastSlot - child.firstSlot + 1 : 0;
        }
        return slots == parent.lastSlot - parent.firstSlot + 1;
    }

    /**
     * The shard that a record belongs to: of those that have its slot, the youngest that begins at or below its number.
     * Null if that one was trimmed.
     */
    Shard route(int slot, long number) {
        Shard[] all = shards;
        for (int i = all.length - 1; i >= 0; i--) {
            if (all[i].holds(slot) && (all[i].firstNumber <= number || all[i].parent == ShardDescription.NO_PARENT)) {
                return all[i];
            }
        }
        return null;
    }

    /**
     * @throws StreamException.NotFound if there never was one of this number
     * @throws StreamException.TrimmedDataAccess if it is older than the youngest, and so was given back
     */
    Shard shard(long number) {
        Shard[] all = shards;
        int low = 0;
        int high = all.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (all[middle].number == number) {
                return all[middle];
            }
            low = all[middle].number < number ? middle + 1 : low;
            high = all[middle].number < number ? high : middle - 1;
        }
        if (number > 0 && all.length > 0 && number < all[all.length - 1].number) {
            throw new StreamException.TrimmedDataAccess(id, number, 0);
        }
        throw new StreamException.NotFound("no such shard: stream=" + id + ", shard=" + number);
    }

    /** @throws IllegalStateException if it has ended, or has one slot only */
    Shard splittable(long number) {
        Shard shard = shard(number);
        boolean ended = shard.closed || !isEnabled();
        if (ended || shard.firstSlot == shard.lastSlot) {
            throw new IllegalStateException("shard cannot be split: stream=" + id + ", shard=" + number + ", closed="
                    + ended + ", slots=" + (shard.lastSlot - shard.firstSlot + 1));
        }
        return shard;
    }

    StreamDescription describe() {
        boolean ended = !isEnabled();
        return new StreamDescription(id, table.name(), view, !ended,
                Arrays.stream(shards).map(shard -> shard.describe(ended)).toList());
    }
}
