package dev.dyno.streams.capture;

import java.util.Arrays;

/** Positions of some records of a shard by their numbers, which rise with them. Threads: the owner's. */
final class PositionIndex {

    private long[] numbers = new long[8];
    private long[] positions = new long[8];
    private int size;

    void add(long number, long position) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
            positions = Arrays.copyOf(positions, 2 * size);
        }
        numbers[size] = number;
        positions[size++] = position;
    }

    void clear() {
        size = 0;
    }

    /** The position of the last entry at or below a number, or another one if there is none. */
    long floor(long number, long otherwise) {
        int found = Arrays.binarySearch(numbers, 0, size, number);
        int entry = found >= 0 ? found : -found - 2;
        return entry < 0 ? otherwise : positions[entry];
    }
}
