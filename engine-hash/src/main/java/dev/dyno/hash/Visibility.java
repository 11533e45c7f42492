package dev.dyno.hash;

/**
 * Up to which commit the changes of batches are seen: a batch is applied item by item, and seen as a whole. Single
 * changes are seen at once.
 *
 * <p>Threads: the writer; any reader. Publication C1: the writer stores the sequence of a group when all of it is
 * applied; a reader that meets a record of a batch above it takes the version before.
 */
final class Visibility {

    private volatile long sequence;

    long sequence() {
        return sequence; // sees C1
    }

    void publish(long applied) {
        sequence = applied; // publishes C1
    }
}
