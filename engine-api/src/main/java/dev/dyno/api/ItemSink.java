package dev.dyno.api;

/** Receives the answers of {@link Reader#getBatch}. */
@FunctionalInterface
public interface ItemSink {

    /**
     * @param index of the key in its {@link KeyBatch}
     * @param item the item, or one that does not exist; valid inside the call only
     */
    void onItem(int index, ItemView item);
}
