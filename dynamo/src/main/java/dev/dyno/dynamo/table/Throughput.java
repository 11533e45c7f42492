package dev.dyno.dynamo.table;

/** Provisioned units a second; both 0 for a table that is paid by request. */
public record Throughput(long read, long write) {

    public static final Throughput ON_DEMAND = new Throughput(0, 0);
}
