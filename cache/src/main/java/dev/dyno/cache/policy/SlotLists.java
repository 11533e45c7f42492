package dev.dyno.cache.policy;

import java.util.Arrays;

/**
 * Doubly linked lists over slots: each slot is in one list at most. New entries go in front; the back is the oldest.
 *
 * <p>Links are two ints a slot; each list has a sentinel behind the slots, so that no end is a special case.
 *
 * <p>Invariants: L1 a slot is in the list that {@link #listOf} says, or in none; L2 a list's weight is the sum of its
 * slots' weights.
 */
final class SlotLists {

    static final int NONE = -1;

    private final int slots;
    private final int[] towardsFront;
    private final int[] towardsBack;
    private final byte[] lists;
    private final int[] weights;
    private final long[] listWeights;
    private final int[] listSizes;

    SlotLists(int slots, int listCount) {
        this.slots = slots;
        towardsFront = new int[slots + listCount];
        towardsBack = new int[slots + listCount];
        lists = new byte[slots];
        weights = new int[slots];
        listWeights = new long[listCount];
        listSizes = new int[listCount];
        Arrays.fill(lists, (byte) NONE);
        for (int list = 0; list < listCount; list++) {
            int sentinel = slots + list;
            towardsFront[sentinel] = sentinel;
            towardsBack[sentinel] = sentinel;
        }
    }

    /** The list a slot is in, or {@link #NONE}. */
    int listOf(int slot) {
        return lists[slot];
    }

    int weightOf(int slot) {
        return weights[slot];
    }

    long weight(int list) {
        return listWeights[list];
    }

    int size(int list) {
        return listSizes[list];
    }

    boolean isEmpty(int list) {
        return listSizes[list] == 0;
    }

    /** The oldest of a list, or {@link #NONE}. */
    int back(int list) {
        return towardsFront(list + slots);
    }

    /** The next newer one, or {@link #NONE} at the front. */
    int towardsFront(int slot) {
        int newer = towardsFront[slot];
        return newer < slots ? newer : NONE;
    }

    void addFront(int list, int slot, int weight) {
        lists[slot] = (byte) list;
        weights[slot] = weight;
        listWeights[list] += weight;
        listSizes[list]++;
        linkFront(slots + list, slot);
    }

    void moveToFront(int slot) {
        unlink(slot);
        linkFront(slots + lists[slot], slot);
    }

    void moveToFront(int list, int slot) {
        int weight = weights[slot];
        remove(slot);
        addFront(list, slot, weight);
    }

    /** Changes a weight where the slot stands. */
    void reweigh(int slot, int weight) {
        listWeights[lists[slot]] += weight - weights[slot];
        weights[slot] = weight;
    }

    void remove(int slot) {
        unlink(slot);
        int list = lists[slot];
        listWeights[list] -= weights[slot];
        listSizes[list]--;
        lists[slot] = NONE;
    }

    private void linkFront(int sentinel, int slot) {
        int first = towardsBack[sentinel];
        towardsBack[sentinel] = slot;
        towardsFront[slot] = sentinel;
        towardsBack[slot] = first;
        towardsFront[first] = slot;
    }

    private void unlink(int slot) {
        int newer = towardsFront[slot];
        int older = towardsBack[slot];
        towardsBack[newer] = older;
        towardsFront[older] = newer;
    }
}
