package dev.dyno.dynamo.item;

import dev.dyno.api.Bytes;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The containers that a writer has begun, and where their parts begin: entries of a map, members of a set, elements of
 * a list. One array for all, the innermost container's parts last.
 */
final class Parts {

    private static final int FRAME = 4;
    private static final int START = 0;
    private static final int BODY = 1;
    private static final int TYPE = 2;
    private static final int FIRST = 3;

    private int[] frames = new int[FRAME * 40];
    private int depth;
    private int[] parts = new int[256];
    private int count;
    private int[] order = new int[64];
    private int[] merged = new int[64];
    private byte[] moved = new byte[1024];

    void clear() {
        depth = 0;
        count = 0;
    }

    boolean isOpen() {
        return depth > 0;
    }

    int start() {
        return frames[FRAME * (depth - 1) + START];
    }

    int body() {
        return frames[FRAME * (depth - 1) + BODY];
    }

    int type() {
        return frames[FRAME * (depth - 1) + TYPE];
    }

    void begin(int start, int body, int type) {
        if (FRAME * (depth + 1) > frames.length) {
            frames = Arrays.copyOf(frames, 2 * frames.length);
        }
        int at = FRAME * depth++;
        frames[at + START] = start;
        frames[at + BODY] = body;
        frames[at + TYPE] = type;
        frames[at + FIRST] = count;
    }

    void end() {
        count = frames[FRAME * --depth + FIRST];
    }

    void add(int at) {
        if (count == parts.length) {
            parts = Arrays.copyOf(parts, 2 * count);
        }
        parts[count++] = at;
    }

    /**
     * Puts the innermost container's parts in the order of the bytes they begin with (a name, a member), and drops all
     * but the last of equal ones.
     *
     * @return where the last part ends now
     */
    int arrange(DirectBuffer view, byte[] bytes, int end) {
        int first = frames[FRAME * (depth - 1) + FIRST];
        int size = count - first;
        if (isIncreasing(view, first)) {
            return end;
        }
        if (order.length < size) {
            order = new int[2 * size];
            merged = new int[2 * size];
        }
        for (int i = 0; i < size; i++) {
            order[i] = first + i;
        }
        sort(view, size);
        int body = body();
        if (moved.length < end - body) {
            moved = new byte[2 * (end - body)];
        }
        System.arraycopy(bytes, body, moved, 0, end - body);
        int to = body;
        for (int i = 0; i < size; i++) {
            boolean replaced = i + 1 < size && compare(view, order[i], order[i + 1]) == 0;
            merged[i] = replaced ? -1 : parts[order[i]];
        }
        for (int i = 0; i < size; i++) {
            if (merged[i] >= 0) {
                int from = parts[order[i]];
                int length = (order[i] + 1 < count ? parts[order[i] + 1] : end) - from;
                System.arraycopy(moved, from - body, bytes, to, length);
                to += length;
            }
        }
        return to;
    }

    private boolean isIncreasing(DirectBuffer view, int first) {
        for (int i = first + 1; i < count; i++) {
            if (compare(view, i - 1, i) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** A merge sort from the bottom up: stable, so that the last of equal names stays the last. */
    private void sort(DirectBuffer view, int size) {
        for (int width = 1; width < size; width *= 2) {
            for (int low = 0; low < size; low += 2 * width) {
                merge(view, low, Math.min(low + width, size), Math.min(low + 2 * width, size));
            }
            int[] swap = order;
            order = merged;
            merged = swap;
        }
    }

    private void merge(DirectBuffer view, int low, int middle, int high) {
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            boolean takeLeft = left < middle && (right >= high || compare(view, order[left], order[right]) <= 0);
            merged[i] = takeLeft ? order[left++] : order[right++];
        }
    }

    private int compare(DirectBuffer view, int a, int b) {
        int aLength = Lengths.get(view, parts[a]);
        int bLength = Lengths.get(view, parts[b]);
        return Bytes.compare(view, parts[a] + Lengths.bytes(aLength), aLength, view,
                parts[b] + Lengths.bytes(bLength), bLength);
    }
}
