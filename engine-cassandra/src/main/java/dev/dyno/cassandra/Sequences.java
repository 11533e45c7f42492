package dev.dyno.cassandra;

/**
 * Sequences for the commits of one engine: unique over all engines of the store, because each takes blocks of them from
 * a counter in the store by a transaction, and rising within this engine. Commits of several engines are not in the
 * order of their sequences: Cassandra has no such order.
 *
 * <p>A number is taken before its write is tried, since it is the token by which an unknown outcome is told.
 *
 * <p>Threads: any.
 */
final class Sequences {

    private final Catalogue catalogue;
    private final int block;
    /** Guarded by this: the next to give, and the first that is not ours. */
    private long next;
    private long end;
    private long committed;

    Sequences(Catalogue catalogue, int block) {
        this.catalogue = catalogue;
        this.block = block;
        this.next = catalogue.reserveSequences(block);
        this.end = next + block;
        this.committed = next - 1;
    }

    synchronized long take() {
        if (next == end) {
            next = catalogue.reserveSequences(block);
            end = next + block;
        }
        return next++;
    }

    /** Gives one back that certainly no write carries, if it is the last one taken. */
    synchronized void giveBack(long sequence) {
        if (sequence == next - 1) {
            next = sequence;
        }
    }

    /** @return the sequence, which is committed now */
    synchronized long commit(long sequence) {
        committed = Math.max(committed, sequence);
        return sequence;
    }

    synchronized long committed() {
        return committed;
    }

    synchronized void close() {
        catalogue.giveBackSequences(next, end);
    }
}
