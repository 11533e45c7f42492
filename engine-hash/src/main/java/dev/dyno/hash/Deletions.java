package dev.dyno.hash;

import java.util.ArrayDeque;

/**
 * Deleted items whose records stay until no snapshot sees what was before, in the order of the commits that deleted
 * them. Deletes without a snapshot, outside batches, do not come here. Threads: the writer.
 */
final class Deletions {

    private record Deletion(long sequence, TableIndex table, long place) {
    }

    private final ArrayDeque<Deletion> queue = new ArrayDeque<>();

    void add(long sequence, TableIndex table, long place) {
        queue.add(new Deletion(sequence, table, place));
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    /** Whether the first one is of a commit that every snapshot sees. */
    boolean hasDue(long oldest) {
        return !queue.isEmpty() && queue.peek().sequence() <= oldest;
    }

    TableIndex table() {
        return queue.element().table();
    }

    long place() {
        return queue.element().place();
    }

    void remove() {
        queue.remove();
    }
}
