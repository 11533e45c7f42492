package dev.dyno.kit.model;

import dev.dyno.api.Range;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A range whose buffers are copies, because those given to a query may be reused once it returns. */
record OwnedRange(Range range) {

    OwnedRange(Range range) {
        this.range = copy(range);
    }

    private static Range copy(Range borrowed) {
        Range owned = new Range();
        DirectBuffer partition = copy(borrowed.partition());
        owned.partition(partition, 0, partition.capacity());
        if (borrowed.hasLower()) {
            DirectBuffer bound = copy(borrowed.lower());
            owned.from(bound, 0, bound.capacity(), borrowed.lowerInclusive());
        }
        if (borrowed.hasUpper()) {
            DirectBuffer bound = copy(borrowed.upper());
            owned.to(bound, 0, bound.capacity(), borrowed.upperInclusive());
        }
        if (borrowed.hasPrefix()) {
            DirectBuffer prefix = copy(borrowed.prefix());
            owned.prefix(prefix, 0, prefix.capacity());
        }
        if (borrowed.hasAfter()) {
            DirectBuffer after = copy(borrowed.after());
            owned.after(after, 0, after.capacity());
        }
        return owned.reverse(borrowed.reverse()).limit(borrowed.limit());
    }

    private static DirectBuffer copy(DirectBuffer buffer) {
        return new UnsafeBuffer(ItemKey.copy(buffer));
    }
}
