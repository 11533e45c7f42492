package dev.dyno.bench.workload;

/**
 * What was inserted last is read most: ranks of {@link Zipfian} counted back from the newest item. A lane counts its
 * own insertions only, so that it never asks for an item whose insertion by another lane has not returned.
 */
final class Latest implements Chooser {

    private final Zipfian ranks;
    private final Insertions insertions;
    private final long items;

    Latest(long items, Insertions insertions, long seed) {
        this.items = items;
        this.insertions = insertions;
        this.ranks = new Zipfian(items, seed);
    }

    @Override
    public long next() {
        long rank = ranks.nextRank();
        long inserted = insertions.count();
        return rank < inserted ? insertions.index(inserted - 1 - rank) : items - 1 - (rank - inserted);
    }
}
