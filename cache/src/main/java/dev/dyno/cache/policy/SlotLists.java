package dev.dyno.cache.policy;

import java.util.Arrays;

/**
 * Doubly linked lists over slots: each slot is in one list at most. New entries go in front; the back is the oldest.
 *
 * <p>Links are two ints a slot, and a byte where there is more than one list; each list has a sentinel behind the
 * slots, so that no end is a special case.
 *
 * <p>Invariants: L1 a slot is in the list that {@link #listOf} says, or in none; L2 a list's weight is the sum of its
 * slots' weights.
 */
final class SlotLists {

    static final int NONE = -1;

    private final int slots;
    private final Weights weights;
    /** Of a slot in no list: {@link #NONE}. */
    private final int[] towardsFront;
    private final int[] towardsBack;
    /** Empty if there is one list only. */
    private final byte[] lists;
    private final long[] listWeights;
    private final int[] listSizes;

    SlotLists(int slots, int listCount, Weights weights) {
        this.slots = slots;
        this.weights = weights;
        towardsFront = new int[slots + listCount];
        towardsBack = new int[slots + listCount];
        lists = new byte[listCount == 1 ? 0 : slots];
        listWeights = new long[listCount];
        listSizes = new int[listCount];
        Arrays.fill(towardsFront, NONE);
        for (int list = 0; list < listCount; list++) {
            int sentinel = slots + list;
            towardsFront[sentinel] = sentinel;
            towardsBack[sentinel] = sentinel;
        }
    }

    /** The list a slot is in, or {@link #NONE}. */
    int listOf(int slot) {
        return towardsFront[slot] == NONE ? NONE : listIn(slot);
    }

    private int listIn(int slot) {
        return lists.length == 0 ? 0 : lists[slot];
    }

    int weightOf(int slot) {
        return weights.of(slot);
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
        int oldest = towardsFront[list + slots];
        return oldest < slots ? oldest : NONE;
    }

    /** The next newer one, or {@link #NONE} at the front. */
    int towardsFront(int slot) {
        int newer = towardsFront[slot];
        return newer < slots ? newer : NONE;
    }

    void addFront(int list, int slot, int weight) {
        if (lists.length > 0) {
            lists[slot] = (byte) list;
        }
        listWeights[list] += weight;
        listSizes[list]++;
        linkFront(slots + list, slot);
    }

    void moveToFront(int slot) {
        unlink(slot);
        linkFront(slots + listIn(slot), slot);
    }

    void moveToFront(int list, int slot) {
        int weight = weights.of(slot);
        remove(slot, weight);
        addFront(list, slot, weight);
    }

    /** Changes a weight where the slot stands. */
    void reweigh(int slot, int was, int weight) {
        listWeights[listIn(slot)] += weight - was;
    }

    void remove(int slot) {
        remove(slot, weights.of(slot));
    }

    private void remove(int slot, int weight) {
        unlink(slot);
        int list = listIn(slot);
        listWeights[list] -= weight;
        listSizes[list]--;
        towardsFront[slot] = NONE;
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
