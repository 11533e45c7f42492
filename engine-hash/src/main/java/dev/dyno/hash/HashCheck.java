package dev.dyno.hash;

import dev.dyno.api.Verification;
import dev.dyno.api.Verification.Violation;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.core.page.SlottedPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.collections.Int2IntCounterMap;

/**
 * Walks every structure and names each invariant that does not hold.
 * <ul>
 * <li>H1 every entry leads to a record of its table, whose hash belongs to the bucket and has the entry's tag
 * <li>H2 as many entries lead to live records as the table has items; the others are deleted items
 * <li>H3 a segment's live records are those that entries lead to; its counts of them, and of records of deleted items
 * that entries lead to, are right
 * <li>H4 records in files have the checksum of what they hold
 * <li>H5 sort keys of a partition increase strictly and lie between the fences of their page; all leaves are equally
 * deep
 * <li>H6 every item of a table with sort keys is in the tree of its partition, and there are as many
 * <li>H7 the versions of an item, back to the one that the oldest snapshot sees, lie in segments that are there
 * </ul>
 * Threads: nothing may be written meanwhile.
 */
final class HashCheck {

    private static final int VIOLATIONS_MAX = 100;

    private final Memory memory;
    private final Arena arena;
    private final Store store;
    private final long oldestSnapshot;
    private final Int2IntCounterMap tombstones = new Int2IntCounterMap(0);
    private final List<Violation> violations = new ArrayList<>();
    private long entries;
    private long records;
    private long checksums;
    private long keys;
    private long versions;
    private long partitionsChecked;

    /** @param oldestSnapshot that is open, or {@link Long#MAX_VALUE} */
    HashCheck(Memory memory, Arena arena, Store store, long oldestSnapshot) {
        this.memory = memory;
        this.arena = arena;
        this.store = store;
        this.oldestSnapshot = oldestSnapshot;
    }

    Verification result() {
        List<String> checked = List.of(
                line("H1, H2 entries of the index lead to records of their hash (%,d entries)", entries),
                line("H3 live records are those that entries lead to (%,d records)", records),
                line("H4 checksums of records in files (%,d records)", checksums),
                line("H5, H6 order of sort keys (%,d keys in %,d partitions)", keys, partitionsChecked),
                line("H7 older versions that snapshots see (%,d versions)", versions));
        return new Verification(checked, violations);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    void run(HashIndex index) {
        long live = 0;
        try (Region region = memory.map(Probe.BYTES, "check key", false)) {
            Probe probe = new Probe(region.address());
            for (TableIndex table : index.tables()) {
                if (table != null) {
                    checkItems(table, probe);
                    live += table.liveItems;
                }
            }
        }
        long found = 0;
        for (Segment segment : store.segments()) {
            found += checkSegment(segment);
        }
        if (found != live) {
            violate("H3", "all segments", "live records=" + found + ", items=" + live);
        }
    }

    private void checkItems(TableIndex table, Probe probe) {
        Buckets items = table.items;
        long state = items.state();
        long live = 0;
        long deleted = 0;
        for (long i = 0; i < Buckets.count(state); i++) {
            for (long bucket = items.bucket(i, state); bucket != 0; bucket = items.next(bucket)) {
                for (int slot = 0; slot < Buckets.SLOTS; slot++) {
                    long entry = Buckets.entry(bucket, slot);
                    if (entry != 0) {
                        entries++;
                        boolean isLive = checkEntry(table, i, entry, probe);
                        live += isLive ? 1 : 0;
                        deleted += isLive ? 0 : 1;
                    }
                }
            }
        }
        if (live != table.liveItems || live + deleted != items.entries()) {
            violate("H2", "table " + table.table.name(), "live=" + live + ", items=" + table.liveItems + ", deleted="
                    + deleted + ", entries=" + items.entries());
        }
        if (table.partitions != null) {
            checkPartitions(table, live + deleted);
        }
    }

    private boolean checkEntry(TableIndex table, long bucket, long entry, Probe probe) {
        long place = entry & Buckets.PLACE_MASK;
        String where = where(place);
        if (store.segment(Store.segmentId(place)) == null) {
            violate("H1", where, "there is no such segment");
            return false;
        }
        if (!store.isSound(place)) {
            violate("H4", where, "the record in the file is not what was written");
            return true;
        }
        long record = store.address(place);
        probe.set(record, table.hashes);
        long count = Buckets.count(table.items.state());
        if (RecordLayout.TABLE_ID.get(record) != table.table.id() || (int) probe.hash != RecordLayout.HASH.get(record)
                || Buckets.index(probe.hash, count) != bucket
                || ((probe.hash ^ entry) & ~Buckets.PLACE_MASK) != 0) {
            violate("H1", where, "table=" + RecordLayout.TABLE_ID.get(record) + ", expected=" + table.table.id()
                    + ", hash=" + Long.toHexString(probe.hash) + ", bucket=" + bucket);
        }
        boolean isLive = !Records.isDeleted(record);
        if (!isLive) {
            tombstones.incrementAndGet(Store.segmentId(place));
        }
        checkVersions(place);
        if (isLive != store.segment(Store.segmentId(place)).isLive(Store.offset(place))) {
            violate("H3", where, isLive ? "the newest version is not live" : "a deleted item is live");
        }
        if (table.partitions != null) {
            long head = table.partitions.find(probe.address, probe.partitionLength);
            if (head == 0 || !isInTree(table.partitions.root(head), probe)) {
                violate("H6", where, "the sort key is not in the tree of its partition");
            }
        }
        return isLive;
    }

    private void checkVersions(long newest) {
        long place = newest;
        while (place != 0 && RecordLayout.SEQUENCE.get(store.address(place)) > oldestSnapshot) {
            long previous = Records.previous(store.address(place));
            if (previous != 0 && store.segment(Store.segmentId(previous)) == null) {
                violate("H7", where(place), "the version before is in no segment: " + where(previous));
                return;
            }
            versions++;
            place = previous;
        }
    }

    private boolean isInTree(long root, Probe probe) {
        long page = root;
        while (SortPages.level(page) > 0) {
            page = SortPages.child(arena, page, SortPages.childOf(page, probe.sortAddress(), probe.sortLength()));
        }
        return SlottedPage.find(page, probe.sortAddress(), probe.sortLength()) >= 0;
    }

    private void checkPartitions(TableIndex table, long items) {
        Buckets partitions = table.partitions.buckets();
        long state = partitions.state();
        long before = keys;
        for (long i = 0; i < Buckets.count(state); i++) {
            for (long bucket = partitions.bucket(i, state); bucket != 0; bucket = partitions.next(bucket)) {
                for (int slot = 0; slot < Buckets.SLOTS; slot++) {
                    long entry = Buckets.entry(bucket, slot);
                    if (entry != 0) {
                        checkPartition(table.partitions, table.partitions.head(entry));
                    }
                }
            }
        }
        if (keys - before != items) {
            violate("H6", "table " + table.table.name(), "sort keys=" + (keys - before) + ", items=" + items);
        }
    }

    private void checkPartition(Partitions partitions, long head) {
        partitionsChecked++;
        try (Region region = memory.map(2L * SortBounds.KEY_BYTES, "check sort keys", false)) {
            long root = partitions.root(head);
            Walk walk = new Walk(region.address(), region.address() + SortBounds.KEY_BYTES);
            walk.check(root, SortPages.level(root));
            if (walk.count != PartitionLayout.KEYS.get(head)) {
                violate("H6", "partition at " + head, "sort keys=" + walk.count + ", counted="
                        + PartitionLayout.KEYS.get(head));
            }
            keys += walk.count;
        }
    }

    /** A walk over one tree, from the smallest key on. */
    private final class Walk {
        private long last;
        private long key;
        private int lastLength = -1;
        private long count;

        Walk(long last, long key) {
            this.last = last;
            this.key = key;
        }

        void check(long page, int level) {
            if (SortPages.level(page) != level) {
                violate("H5", "page at " + page, "level=" + SortPages.level(page) + ", expected=" + level);
                return;
            }
            for (int i = 0; i < SlottedPage.count(page); i++) {
                int length = SlottedPage.copyKey(page, i, key);
                int order = lastLength < 0 ? 1 : KeyBytes.compare(key, length, last, lastLength);
                if (level > 0) {
                    if (i == 0 ? length > 0 : order <= 0) {
                        violate("H5", "page at " + page, "entry " + i
                                + " is neither the first, without a key, nor behind the keys before it");
                    }
                    check(SortPages.child(arena, page, i), level - 1);
                    continue;
                }
                if (order <= 0) {
                    violate("H5", "page at " + page, "key " + i + " is not behind the one before it");
                }
                count++;
                long swapped = last;
                last = key;
                key = swapped;
                lastLength = length;
            }
        }
    }

    private long checkSegment(Segment segment) {
        int live = 0;
        int liveBytes = 0;
        int count = 0;
        for (int at = SegmentLayout.RECORDS; at < segment.tail;) {
            long record = segment.address + at;
            int bytes = Records.bytes(record);
            if (at < segment.flushed) {
                checksums++;
                if (!Records.isWhole(record, segment.tail - at)) {
                    violate("H4", where(Store.place(segment, at)), "checksum=" + RecordLayout.CHECKSUM.get(record));
                    return live;
                }
            }
            if (segment.isLive(at)) {
                live++;
                liveBytes += bytes;
            }
            count++;
            at += bytes;
        }
        records += count;
        if (tombstones.get(segment.id) != segment.tombstones) {
            violate("H3", "segment " + segment.id, "deleted=" + tombstones.get(segment.id) + ", counted="
                    + segment.tombstones);
        }
        if (live != segment.liveRecords || liveBytes != segment.liveBytes || count != segment.records) {
            violate("H3", "segment " + segment.id, "live=" + live + ", counted=" + segment.liveRecords + ", bytes="
                    + liveBytes + ", counted=" + segment.liveBytes + ", records=" + count + ", counted="
                    + segment.records);
        }
        return live;
    }

    private static String where(long place) {
        return StoreFiles.segmentName(Store.segmentId(place)) + ":" + Store.offset(place);
    }

    private void violate(String invariant, String place, String detail) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(new Violation(invariant, place, detail));
        }
    }
}
