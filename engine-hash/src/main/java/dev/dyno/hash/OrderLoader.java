package dev.dyno.hash;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Work;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Builds the order of sort keys at open, in the background of the loading of records: the two touch nothing in common
 * but the arena, and each takes half of the time. Segments are handed over when their records are checked.
 *
 * <p>Threads: {@link #add} and {@link #finish} by the one that opens the engine; the step by the work's.
 */
final class OrderLoader implements AutoCloseable {

    private static final int GROUP = 32;

    private final Region region;
    private final TableIndex[] tables;
    private final ConcurrentLinkedQueue<Segment> segments = new ConcurrentLinkedQueue<>();
    private final Work.Job job;
    private final Probe[] probes = new Probe[GROUP];
    private final Partitions[] partitionsOf = new Partitions[GROUP];
    private int count;
    /** Keeps loads made for their side effect on the cache from being optimized away. */
    private long touched;

    OrderLoader(Memory memory, Work work, TableIndex[] tables) {
        this.tables = tables;
        region = memory.map((long) GROUP * Probe.BYTES, "hash restored keys", false);
        for (int i = 0; i < GROUP; i++) {
            probes[i] = new Probe(region.address() + (long) i * Probe.BYTES);
        }
        job = work.start("hash-order", this::step);
    }

    /** A segment whose records are whole. */
    void add(Segment segment) {
        segments.add(segment);
        job.wake();
    }

    /** Waits until the keys of all segments are in order. */
    void finish() {
        job.drain();
    }

    /** One segment. */
    private boolean step() {
        Segment segment = segments.poll();
        if (segment == null) {
            return false;
        }
        for (int at = SegmentLayout.RECORDS; at < segment.tail; at += Records.bytes(segment.address + at)) {
            if (segment.isLive(at)) {
                add(segment.address + at);
            }
        }
        flush();
        return true;
    }

    private void add(long record) {
        TableIndex table = tables[RecordLayout.TABLE_ID.get(record)];
        if (table.partitions == null) {
            return;
        }
        probes[count].set(record, table.hashes);
        partitionsOf[count] = table.partitions;
        count++;
        if (count == GROUP) {
            flush();
        }
    }

    private void flush() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += partitionsOf[i].touch(probes[i]);
        }
        touched = sum;
        for (int i = 0; i < count; i++) {
            partitionsOf[i].insert(probes[i]);
        }
        count = 0;
    }

    @Override
    public void close() {
        job.close();
        region.close();
    }
}
