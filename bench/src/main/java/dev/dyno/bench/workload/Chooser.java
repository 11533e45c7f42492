package dev.dyno.bench.workload;

/** Chooses the next item. Seeded, confined to a thread, no allocation, constant time. */
interface Chooser {

    long next();
}
