package dev.dyno.btree;

import java.util.BitSet;

/**
 * Which units of the file of pages are in use, by the last durable checkpoint or by the one that is being made. The
 * lowest gap that fits is taken, each checkpoint beginning at the start of the file, so that its end empties.
 *
 * <p>Invariants
 * <ul>
 * <li>M1 what the last durable checkpoint refers to is not free
 * <li>M2 two pages do not share a unit
 * </ul>
 *
 * <p>Threads: whoever makes the checkpoint, one at a time.
 */
final class Places {

    /** A page's image is packed: a page of 16 KiB, two thirds full, takes about twenty. */
    static final int UNIT_BYTES = 512;
    private static final int SLACK_UNITS = 128;

    private final BitSet used = new BitSet();
    private int cursor = 1;
    private long usedUnits;

    Places() {
        used.set(0); // the file's header
    }

    static int units(int bytes) {
        return (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
    }

    /** A checkpoint begins: gaps are looked for from the start of the file. */
    void rewind() {
        cursor = 1;
    }

    int take(int bytes) {
        int units = units(bytes);
        int at = used.nextClearBit(cursor);
        for (int next = used.nextSetBit(at); next >= 0 && next - at < units; next = used.nextSetBit(at)) {
            at = used.nextClearBit(next);
        }
        used.set(at, at + units);
        usedUnits += units;
        cursor = at + units;
        return at;
    }

    void giveBack(int place, int bytes) {
        used.clear(place, place + units(bytes));
        usedUnits -= units(bytes);
    }

    /** A checkpoint is durable: what only the one before refers to is free. */
    void replace(PlaceMap before, PlaceMap now) {
        for (int page = 0; page < before.pages(); page++) {
            boolean kept = page < now.pages() && now.place()[page] == before.place()[page];
            if (before.has(page) && !kept) {
                giveBack(before.place()[page], before.length()[page]);
            }
        }
    }

    /** At open. @return false if two pages share a unit */
    boolean restore(PlaceMap map) {
        for (int page = 0; page < map.pages(); page++) {
            if (map.has(page)) {
                int from = map.place()[page];
                int to = from + units(map.length()[page]);
                int next = used.nextSetBit(from);
                if (from < 1 || to < from || next >= 0 && next < to) {
                    return false;
                }
                used.set(from, to);
                usedUnits += to - from;
            }
        }
        return true;
    }

    /** Whether a file of so many units has too many gaps. */
    static boolean isWasteful(long end, long live) {
        return end > live * 6 / 5 + SLACK_UNITS;
    }

    /** Units up to the end of what is used. */
    int end() {
        return used.length();
    }

    long usedUnits() {
        return usedUnits + 1;
    }
}
