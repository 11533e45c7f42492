package dev.dyno.streams.consume;

import dev.dyno.api.ItemView;
import org.agrona.MutableDirectBuffer;

/**
 * Who reads a shard, until when, and how far it got.
 *
 * @param sequence of the commit that wrote it: whoever writes it next must have seen that one
 * @param owner 0: nobody
 */
record Lease(long shard, long sequence, long owner, long expiresMillis, long checkpoint, boolean ended) {

    static final long NOBODY = 0;

    /** The lease of a shard that nobody has read yet. */
    static Lease fresh(long shard) {
        return new Lease(shard, 0, NOBODY, 0, 0, false);
    }

    /** @throws IllegalStateException for an item that is no lease */
    static Lease of(long shard, ItemView item) {
        if (item.length() != LeaseLayout.LENGTH) {
            throw new IllegalStateException("not a table of leases, an item of it is none: shard=" + shard + ", bytes="
                    + item.length() + ", expected=" + LeaseLayout.LENGTH);
        }
        return new Lease(shard, item.sequence(), LeaseLayout.OWNER.get(item.value(), 0),
                LeaseLayout.EXPIRES_MILLIS.get(item.value(), 0), LeaseLayout.CHECKPOINT.get(item.value(), 0),
                LeaseLayout.ENDED.get(item.value(), 0) == 1);
    }

    void encode(MutableDirectBuffer into) {
        LeaseLayout.OWNER.set(into, 0, owner);
        LeaseLayout.EXPIRES_MILLIS.set(into, 0, expiresMillis);
        LeaseLayout.CHECKPOINT.set(into, 0, checkpoint);
        LeaseLayout.ENDED.set(into, 0, ended ? 1 : 0);
    }

    boolean isHeldBy(long consumer, long nowMillis) {
        return owner == consumer && expiresMillis > nowMillis;
    }

    boolean isFree(long nowMillis) {
        return owner == NOBODY || expiresMillis <= nowMillis;
    }

    Lease ownedBy(long consumer, long untilMillis) {
        return new Lease(shard, sequence, consumer, untilMillis, checkpoint, ended);
    }

    Lease at(long number, boolean atEnd, long untilMillis) {
        return new Lease(shard, sequence, owner, untilMillis, number, atEnd);
    }

    Lease written(long commit) {
        return new Lease(shard, commit, owner, expiresMillis, checkpoint, ended);
    }
}
