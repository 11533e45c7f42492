package dev.dyno.dynamo;

import dev.dyno.api.Durability;
import dev.dyno.api.run.Clock;

/**
 * How DynamoDB behaves where Amazon's is a service and this one a choice. Immutable; {@code with…} copies.
 *
 * @param clock for times in descriptions, time to live, tokens and throttling
 * @param durability of every write of items
 * @param region in names of resources (ARNs)
 * @param account in names of resources: 12 digits
 * @param statusMillis how long tables and indexes stay CREATING, UPDATING or DELETING
 * @param throttled whether provisioned throughput is enforced
 * @param replicationMillis how late reads that are not consistent may be; 0: as exact as the others
 */
public record DynamoOptions(Clock clock, Durability durability, String region, String account, long statusMillis,
        boolean throttled, long replicationMillis) {

    public static final DynamoOptions STANDARD = new DynamoOptions(
            Clock.SYSTEM, Durability.ENGINE, "us-east-1", "000000000000", 0, false, 0);

    public DynamoOptions withClock(Clock other) {
        return new DynamoOptions(other, durability, region, account, statusMillis, throttled, replicationMillis);
    }

    public DynamoOptions withDurability(Durability other) {
        return new DynamoOptions(clock, other, region, account, statusMillis, throttled, replicationMillis);
    }

    public DynamoOptions withRegion(String other) {
        return new DynamoOptions(clock, durability, other, account, statusMillis, throttled, replicationMillis);
    }

    public DynamoOptions withStatusMillis(long other) {
        return new DynamoOptions(clock, durability, region, account, other, throttled, replicationMillis);
    }

    public DynamoOptions withThrottled(boolean other) {
        return new DynamoOptions(clock, durability, region, account, statusMillis, other, replicationMillis);
    }

    /** @param other needs an engine with snapshots, and makes reads pass by a cache in its stack */
    public DynamoOptions withReplicationMillis(long other) {
        return new DynamoOptions(clock, durability, region, account, statusMillis, throttled, other);
    }
}
