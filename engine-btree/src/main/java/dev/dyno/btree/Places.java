package dev.dyno.btree;

import java.util.Arrays;
import java.util.BitSet;
import org.agrona.collections.IntArrayList;

/**
 * Where each page lies in the file of pages, as the last durable checkpoint says, and which places are free. Places are
 * counted in pages from the start of the file; the first one is the header's.
 *
 * <p>Invariants
 * <ul>
 * <li>M1 a place that the last durable checkpoint refers to is not free
 * <li>M2 two pages have two places
 * </ul>
 *
 * <p>Threads: whoever makes the checkpoint, one at a time.
 */
final class Places {

    private int[] place = new int[0];
    private int[] checksum = new int[0];
    private final IntArrayList free = new IntArrayList();
    private int next = 1;

    /** 0 if it has none. */
    int place(int page) {
        return page < place.length ? place[page] : 0;
    }

    int checksum(int page) {
        return checksum[page];
    }

    int take() {
        return free.isEmpty() ? next++ : free.popInt();
    }

    /** Gives back what was taken for a checkpoint that failed. */
    void giveBack(int taken) {
        free.addInt(taken);
    }

    /** Places below this were used at some time. */
    int next() {
        return next;
    }

    /** A checkpoint is durable: what the one before had elsewhere is free. */
    void replace(int[] newPlace, int[] newChecksum) {
        for (int page = 0; page < place.length; page++) {
            boolean kept = page < newPlace.length && newPlace[page] == place[page];
            if (place[page] != 0 && !kept) {
                free.addInt(place[page]);
            }
        }
        place = newPlace;
        checksum = newChecksum;
    }

    /** At open: what the last checkpoint says. */
    void restore(int[] newPlace, int[] newChecksum, int nextPlace) {
        place = newPlace;
        checksum = newChecksum;
        next = nextPlace;
        BitSet used = new BitSet(nextPlace);
        Arrays.stream(newPlace).forEach(used::set);
        for (int i = nextPlace - 1; i > 0; i--) {
            if (!used.get(i)) {
                free.addInt(i);
            }
        }
    }
}
