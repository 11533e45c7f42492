package dev.dyno.streams.consume;

import dev.dyno.api.run.Clock;

/**
 * Time, for leases. Consumers on different machines need clocks that agree within a small part of a lease; if they do
 * not, a lease may change hands too early, which costs work and no correctness.
 *
 * @param leaseMillis how long a consumer may be silent before others take its shards
 */
public record ConsumerTiming(Clock clock, long leaseMillis) {

    public ConsumerTiming {
        if (leaseMillis < 1) {
            throw new IllegalArgumentException("lease is too short: leaseMillis=" + leaseMillis + ", min=1");
        }
    }
}
