package dev.dyno.cache.policy;

import java.util.Arrays;

/**
 * Keys that were evicted, known by their hash and weight, in lists of which the oldest is forgotten first. Holds as
 * many as there are slots; when all are taken, the oldest of the fullest list makes room.
 *
 * <p>Found through a table of ghost numbers with linear probing, at most half full; removal shifts back, so there are
 * no tombstones.
 *
 * <p>Invariants: G1 a hash is remembered at most once; G2 a ghost in a list is found by its hash.
 */
final class Ghosts {

    private static final int EMPTY = -1;

    private final SlotLists lists;
    private final int listCount;
    private final int[] weights;
    private final long[] hashes;
    private final int[] table;
    private final int[] free;
    private int freeCount;

    Ghosts(int slots, int listCount) {
        this.weights = new int[slots];
        this.lists = new SlotLists(slots, listCount, ghost -> weights[ghost]);
        this.listCount = listCount;
        this.hashes = new long[slots];
        this.table = new int[Math.max(2, Integer.highestOneBit(slots) << 2)];
        this.free = new int[slots];
        Arrays.fill(table, EMPTY);
        for (int i = 0; i < slots; i++) {
            free[freeCount++] = i;
        }
    }

    long weight(int list) {
        return lists.weight(list);
    }

    int size(int list) {
        return lists.size(list);
    }

    void add(int list, long hash, int weight) {
        forget(hash);
        if (freeCount == 0) {
            forgetOldest(fullest());
        }
        int ghost = free[--freeCount];
        hashes[ghost] = hash;
        weights[ghost] = weight;
        table[place(hash)] = ghost;
        lists.addFront(list, ghost, weight);
    }

    /** Forgets a key. @return the list it was in, or {@link SlotLists#NONE} */
    int forget(long hash) {
        int at = place(hash);
        if (table[at] == EMPTY) {
            return SlotLists.NONE;
        }
        int list = lists.listOf(table[at]);
        removeAt(at);
        return list;
    }

    void forgetOldest(int list) {
        removeAt(place(hashes[lists.back(list)]));
    }

    private int fullest() {
        int fullest = 0;
        for (int list = 1; list < listCount; list++) {
            fullest = lists.size(list) > lists.size(fullest) ? list : fullest;
        }
        return fullest;
    }

    /** Where a hash is in the table, or where it would go. */
    private int place(long hash) {
        int at = home(hash);
        while (table[at] != EMPTY && hashes[table[at]] != hash) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    private int home(long hash) {
        return (int) (hash >>> 32) & table.length - 1;
    }

    private void removeAt(int removed) {
        int ghost = table[removed];
        lists.remove(ghost);
        free[freeCount++] = ghost;
        int mask = table.length - 1;
        int gap = removed;
        table[gap] = EMPTY;
        for (int at = gap + 1 & mask; table[at] != EMPTY; at = at + 1 & mask) {
            int home = home(hashes[table[at]]);
            // An entry may fill the gap if its own home is not behind the gap on the way to where it stands.
            if ((at - home & mask) >= (at - gap & mask)) {
                table[gap] = table[at];
                table[at] = EMPTY;
                gap = at;
            }
        }
    }
}
