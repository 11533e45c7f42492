package dev.dyno.kit.model;

import dev.dyno.api.ItemView;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One version of one item. Nobody changes the value's bytes once it is made.
 *
 * @param sequence of the commit that wrote it
 */
record Item(ItemKey key, byte[] value, long sequence) {

    void into(ItemView view) {
        view.wrap(new UnsafeBuffer(value), 0, value.length, sequence);
    }
}
