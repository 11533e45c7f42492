package dev.dyno.cache.store;

import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import java.util.List;

/** Walks a shard and compares what it says about itself. */
final class StoreCheck {

    private StoreCheck() {
    }

    static void check(int number, Shard shard, List<String> violations) {
        SegmentSpace space = shard.space();
        Buckets buckets = shard.buckets();
        int[] live = new int[space.segments()];
        Key key = new Key();
        ItemView item = new ItemView();
        int entries = 0;
        long bytes = 0;
        for (int i = 0; i < buckets.words(); i++) {
            long word = buckets.wordAt(i);
            if (word == Buckets.NONE) {
                continue;
            }
            entries++;
            int unit = Buckets.unit(word);
            long entry = shard.entryOf(word);
            int table = show(entry, key, item);
            long hash = EntryStore.hash(table, key);
            int stride = EntryHeader.strideOf(entry);
            live[space.segmentOf(unit)] += stride;
            bytes += stride;
            if (word != Buckets.word(hash, space.generationOf(unit), unit) || buckets.find(hash, word) == 0) {
                violations.add("E1 word is not its entry's: shard=" + number + ", word=" + Long.toHexString(word)
                        + ", key=" + key);
            }
        }
        if (bytes != shard.liveBytes() || entries != shard.size()) {
            violations.add("E2 weight is not the sum of strides: shard=" + number + ", weight=" + shard.liveBytes()
                    + ", sum=" + bytes + ", size=" + shard.size() + ", entries=" + entries);
        }
        for (int segment = 0; segment < live.length; segment++) {
            if (live[segment] != space.liveOf(segment)) {
                violations.add("S2 live bytes differ: shard=" + number + ", segment=" + segment + ", counted="
                        + live[segment] + ", kept=" + space.liveOf(segment));
            }
        }
    }

    /** @return the table's id */
    static int show(long entry, Key key, ItemView item) {
        EntryHeader.keyAt(entry, key);
        int lengths = EntryHeader.lengths(entry);
        if (EntryHeader.isAbsent(lengths)) {
            item.clear();
        } else {
            int from = EntryHeader.length(lengths) + key.partition().capacity() + key.sort().capacity();
            item.wrap(entry + from, EntryHeader.valueLength(lengths), EntryHeader.sequence(entry, lengths));
        }
        return EntryHeader.table(entry, lengths);
    }
}
