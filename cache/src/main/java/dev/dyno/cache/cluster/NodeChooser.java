package dev.dyno.cache.cluster;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Which node a client asks, as the drivers of a cluster choose. Called by one thread at a time. */
@FunctionalInterface
public interface NodeChooser {

    /**
     * @param client number of the session, from 0
     * @param nodes how many nodes are up
     * @return 0 to {@code nodes - 1}: an ordinal among those that are up
     */
    int choose(int client, int nodes);

    /** Every client stays with one node. */
    static NodeChooser sticky() {
        return (client, nodes) -> client % nodes;
    }

    /** Any node for any request. */
    static NodeChooser random(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return (client, nodes) -> random.nextInt(nodes);
    }
}
