package dev.dyno.btree;

import java.util.BitSet;
import org.agrona.collections.LongArrayList;

/**
 * Free places of large values. Sizes come in classes, four to each doubling, and every class has its own list: finding
 * and freeing are a push and a pop, an extent wastes a tenth on average. A place of a larger class can be cut: what is
 * left of it goes to the lists of what it still holds.
 *
 * <p>Threads: the writer's.
 */
final class Gaps {

    /** There are so many classes at most; the longest value has class 43. */
    static final int CLASSES = 44;
    /** No class. */
    static final int NONE = CLASSES;
    private static final int UNIT_BYTES = ValueMemory.UNIT_BYTES;

    private final LongArrayList[] free = new LongArrayList[CLASSES];

    Gaps() {
        for (int i = 0; i < CLASSES; i++) {
            free[i] = new LongArrayList();
        }
    }

    /** The smallest class that holds a length: (4 + c % 4) / 4 times 2 to the power of c / 4, in units. */
    static int sizeClass(int length) {
        int units = Math.max(1, (length + UNIT_BYTES - 1) / UNIT_BYTES);
        if (units <= 4) {
            return units - 1;
        }
        int shift = 29 - Integer.numberOfLeadingZeros(units - 1);
        return 4 * shift + (units - 1 >>> shift);
    }

    static long classBytes(int sizeClass) {
        if (sizeClass < 4) {
            return (sizeClass + 1L) * UNIT_BYTES;
        }
        int shift = sizeClass / 4 - 1;
        return (sizeClass % 4 + 5L << shift) * UNIT_BYTES;
    }

    void add(long place, int sizeClass) {
        free[sizeClass].addLong(place);
    }

    int count(int sizeClass) {
        return free[sizeClass].size();
    }

    /** The place of a class that {@link #take} would give. */
    long first(int sizeClass) {
        return free[sizeClass].getLong(free[sizeClass].size() - 1);
    }

    /** @return of the classes that hold this one, that whose first place is lowest; {@link #NONE} if there is none */
    int lowest(int sizeClass) {
        int lowest = NONE;
        for (int i = sizeClass; i < CLASSES; i++) {
            if (!free[i].isEmpty() && (lowest == NONE || first(i) < first(lowest))) {
                lowest = i;
            }
        }
        return lowest;
    }

    /** Takes a place of a class from the start of one of {@code from}, which has one. */
    long take(int from, int sizeClass) {
        long place = free[from].removeAt(free[from].size() - 1);
        cut(place + classBytes(sizeClass), place + classBytes(from));
        return place;
    }

    /** The lists become what is not taken, cut into the largest classes that fit; the lowest comes first. */
    void cut(BitSet taken, long end) {
        for (LongArrayList list : free) {
            list.clear();
        }
        int to = (int) (end / UNIT_BYTES);
        while (to > 0) {
            int last = taken.previousClearBit(to - 1);
            int before = last < 0 ? -1 : taken.previousSetBit(last);
            if (last >= 0) {
                cut((before + 1L) * UNIT_BYTES, (last + 1L) * UNIT_BYTES);
            }
            to = before + 1 > 0 && last >= 0 ? before : 0;
        }
    }

    /** Cuts a range that nothing refers to, from its end. */
    private void cut(long from, long to) {
        long at = to;
        int sizeClass = CLASSES - 1;
        while (at > from) {
            while (classBytes(sizeClass) > at - from) {
                sizeClass--;
            }
            at -= classBytes(sizeClass);
            free[sizeClass].addLong(at);
        }
    }
}
