package dev.dyno.api;

import org.agrona.MutableDirectBuffer;

/** Computes the new value of an item inside the commit point. The rules are those of {@link ItemPredicate}. */
@FunctionalInterface
public interface ItemUpdater {

    /** Leave the item as it is: {@link Outcome#NO_CHANGE}. */
    int KEEP = -1;
    /** Remove the item. */
    int DELETE = -2;
    /** Give up: {@link Outcome#ABORTED}. */
    int ABORT = -3;

    /**
     * @param current the item as it is, or one that does not exist; valid inside the call only
     * @param out expandable; the new value goes to its start
     * @return length of the new value, or {@link #KEEP}, {@link #DELETE} or {@link #ABORT}
     */
    int update(ItemView current, MutableDirectBuffer out);
}
