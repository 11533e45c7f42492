package dev.dyno.cache;

import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** An updater whose new value is kept: an engine may ask it more than once, the last answer is what it wrote. */
final class CapturedUpdate implements ItemUpdater {

    private final ExpandableArrayBuffer value = new ExpandableArrayBuffer();
    private ItemUpdater updater = (current, out) -> ABORT;
    private int length;

    CapturedUpdate around(ItemUpdater other) {
        updater = other;
        length = ABORT;
        return this;
    }

    @Override
    public int update(ItemView current, MutableDirectBuffer out) {
        length = updater.update(current, out);
        if (length > 0) {
            value.putBytes(0, out, 0, length);
        }
        return length;
    }

    /** Of the new value, or {@link ItemUpdater#DELETE}. */
    int length() {
        return length;
    }

    DirectBuffer value() {
        return value;
    }
}
