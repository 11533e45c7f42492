package dev.dyno.cache;

import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import java.util.Arrays;

/** The keys of a batch that were not found, asked for as one call; answers are noted and passed on. */
final class BatchMisses implements ItemSink {

    private final CachingTable table;
    private final KeyBatch keys = new KeyBatch();
    private final Key key = new Key();
    private int[] indexes = new int[16];
    private long[] hashes = new long[16];
    private long[] words = new long[16];
    private ItemSink sink = (index, item) -> { };

    BatchMisses(CachingTable table) {
        this.table = table;
    }

    void clear() {
        keys.clear();
    }

    int size() {
        return keys.size();
    }

    void add(int index, Key missed, long hash, long word) {
        int at = keys.size();
        if (at == indexes.length) {
            indexes = Arrays.copyOf(indexes, 2 * at);
            hashes = Arrays.copyOf(hashes, 2 * at);
            words = Arrays.copyOf(words, 2 * at);
        }
        indexes[at] = index;
        hashes[at] = hash;
        words[at] = word;
        keys.add(missed);
    }

    /** @return how many there are */
    int ask(ItemSink answers) {
        sink = answers;
        return table.askBelow(keys, this);
    }

    @Override
    public void onItem(int index, ItemView item) {
        keys.get(index, key);
        table.fill(hashes[index], key, item, words[index]);
        sink.onItem(indexes[index], item);
    }
}
