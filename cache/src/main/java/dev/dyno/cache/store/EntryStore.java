package dev.dyno.cache.store;

import dev.dyno.api.Bytes;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.cache.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Cached entries by table and key, in a region that is taken once: what is full evicts. Reads take no lock and allocate
 * nothing; changes lock one shard.
 *
 * <p>Who fills decides under the shard's lock whether what was read is still good: {@link #lock}, judge, {@link #put},
 * {@link #unlock}.
 *
 * <p>Threads: any, each with an {@link EntryCopy} of its own.
 */
public final class EntryStore implements AutoCloseable {

    private static final int REPORTED = -1;

    private final Region region;
    private final StoreSize sizes;
    private final Shard[] shards;

    public EntryStore(Memory memory, String tag, StoreSize sizes, PolicyKind policy) {
        this.sizes = sizes;
        long shardBytes = sizes.shardBytes();
        region = memory.map(shardBytes * sizes.shards(), tag, shardBytes >= 2 << 20);
        shards = new Shard[sizes.shards()];
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new Shard(region.address() + i * shardBytes, sizes, policy);
        }
    }

    /** Of a table's item: the finalizer of MurmurHash3 over the hashes of its parts. */
    public static long hash(int table, Key key) {
        long h = key.partitionHash() + table * 0x9e37_79b9_7f4a_7c15L;
        if (key.sort().capacity() > 0) {
            h = h * 31 + Bytes.hash(key.sort(), 0, key.sort().capacity());
        }
        h = (h ^ h >>> 33) * 0xff51_afd7_ed55_8ccdL;
        return h ^ h >>> 33;
    }

    /** Copies what is known of a key. @return false if nothing is */
    public boolean read(long hash, int table, Key key, EntryCopy into) {
        into.turn();
        return shards[shardOf(hash)].read(hash, table, key, into);
    }

    /** The last {@link #read} was of use: tells the policy, later and many together. */
    public void hit(long hash, EntryCopy copy) {
        copy.hitShards[copy.hits] = (byte) shardOf(hash);
        if (++copy.hits == EntryCopy.HITS_MAX) {
            report(copy);
        }
    }

    /** Tells the policies of all hits that a session noted: one lock for as many as there are of a shard. */
    public void report(EntryCopy copy) {
        for (int i = 0; i < copy.hits; i++) {
            if (copy.hitSlots[i] >= 0) {
                report(copy, i);
            }
        }
        copy.hits = 0;
    }

    private void report(EntryCopy copy, int first) {
        int number = copy.hitShards[first];
        Shard shard = shards[number];
        shard.lock.lock();
        try {
            for (int i = first; i < copy.hits; i++) {
                if (copy.hitShards[i] == number) {
                    shard.hit(copy.hitSlots[i]);
                    copy.hitSlots[i] = REPORTED;
                }
            }
        } finally {
            shard.lock.unlock();
        }
    }

    public void lock(long hash) {
        shards[shardOf(hash)].lock.lock();
    }

    public void unlock(long hash) {
        shards[shardOf(hash)].lock.unlock();
    }

    /**
     * With the lock: what is known of a key from now on. Too large an entry is not kept, and what was known is
     * forgotten.
     *
     * @return whether it is kept
     */
    public boolean put(long hash, int table, Key key, ItemView item, long sequence, int deadline) {
        return put(hash, table, key, item.value(), 0, item.length(), sequence, deadline, !item.exists());
    }

    /** {@link #put(long, int, Key, ItemView, long, int)} of a value in a buffer, or of an absent item. */
    public boolean put(long hash, int table, Key key, DirectBuffer value, int offset, int length, long sequence,
            int deadline, boolean negative) {
        Shard shard = shards[shardOf(hash)];
        int partition = key.partition().capacity();
        int sort = key.sort().capacity();
        long bytes = (long) EntryHeader.lengthFor(table, partition, sort, length, sequence) + partition + sort + length;
        if (bytes > sizes.entryBytesMax()) {
            shard.remove(hash, table, key);
            return false;
        }
        shard.put(hash, table, key, value, offset, length, sequence, deadline, negative);
        return true;
    }

    /** With the lock: nothing is known of a key from now on. */
    public boolean remove(long hash, int table, Key key) {
        return shards[shardOf(hash)].remove(hash, table, key);
    }

    public StoreSize sizes() {
        return sizes;
    }

    /** How many entries there are; exact when nobody writes. */
    public int size() {
        int size = 0;
        for (Shard shard : shards) {
            size += shard.size();
        }
        return size;
    }

    /** Bytes of all entries, with keys and headers. */
    public long liveBytes() {
        long bytes = 0;
        for (Shard shard : shards) {
            bytes += shard.liveBytes();
        }
        return bytes;
    }

    public long evictedBytes() {
        long bytes = 0;
        for (Shard shard : shards) {
            bytes += shard.evictedBytes();
        }
        return bytes;
    }

    /** Bytes off-heap. */
    public long regionBytes() {
        return region.bytes();
    }

    /** What {@link #visit} shows: views that die when it returns. */
    public interface Visitor {
        void entry(long hash, int table, Key key, ItemView item);
    }

    /** Shows every entry, holding the lock of its shard. For verification. */
    public void visit(Visitor visitor) {
        Key key = new Key();
        ItemView item = new ItemView();
        for (Shard shard : shards) {
            shard.lock.lock();
            try {
                for (int i = 0; i < shard.buckets().words(); i++) {
                    long word = shard.buckets().wordAt(i);
                    if (word != Buckets.NONE) {
                        long entry = shard.entryOf(word);
                        int table = StoreCheck.show(entry, key, item);
                        visitor.entry(hash(table, key), table, key, item);
                    }
                }
            } finally {
                shard.lock.unlock();
            }
        }
    }

    /** Checks E1, E2 and S2 in every shard. @return a sentence for each that does not hold, its id first */
    public List<String> check() {
        List<String> violations = new ArrayList<>();
        for (int i = 0; i < shards.length; i++) {
            shards[i].lock.lock();
            try {
                StoreCheck.check(i, shards[i], violations);
            } finally {
                shards[i].lock.unlock();
            }
        }
        return violations;
    }

    private int shardOf(long hash) {
        return (int) (hash >>> 16) & shards.length - 1;
    }

    /** Gives the memory back. Nobody may read any more. */
    @Override
    public void close() {
        region.close();
    }
}
