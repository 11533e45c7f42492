package dev.dyno.bench.workload;

import dev.dyno.bench.data.SplitMix;

/** Every item as likely as any other. */
final class Uniform implements Chooser {

    private final SplitMix random;
    private final long items;

    Uniform(long items, long seed) {
        this.items = items;
        this.random = new SplitMix(seed);
    }

    @Override
    public long next() {
        return random.next(items);
    }
}
