package dev.dyno.hash;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Up to which commit the changes of batches are seen: a batch is applied item by item, and seen as a whole. Single
 * changes are seen at once.
 *
 * <p>Threads: the writer; any reader. Publication C1: the writer stores the sequence of a group when all of it is
 * applied; a reader that meets a record of a batch above it takes the version before.
 */
final class Visibility {

    private final AtomicLong sequence = new AtomicLong();

    long sequence() {
        return sequence.getAcquire(); // sees C1
    }

    void publish(long applied) {
        sequence.setRelease(applied); // publishes C1
    }
}
