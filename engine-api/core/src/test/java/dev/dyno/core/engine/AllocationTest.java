package dev.dyno.core.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.dyno.api.Durability;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.SeededWork;
import dev.dyno.core.commit.Applier;
import dev.dyno.core.commit.Catalogue;
import dev.dyno.core.commit.Command;
import dev.dyno.core.commit.Committer;
import dev.dyno.core.commit.Index;
import dev.dyno.core.log.Log;
import dev.dyno.core.log.LogOptions;
import dev.dyno.core.stats.Counters;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A put through the commit step and the log allocates nothing: conditions and old items included. */
class AllocationTest {

    private static final int PUTS = 100_000;
    private static final int ROUNDS = 5;

    @Test
    void putsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (MemoryDisk disk = new MemoryDisk()) {
            Catalogue catalogue = new Catalogue();
            Index index = new LastValue();
            Applier applier = new Applier(index, catalogue, List.of());
            LogOptions options = LogOptions.of("none").withSegmentBytes(256 << 20);
            try (Log log = Log.open(disk, Memory.system(), new SeededWork(1), Clock.SYSTEM, Events.NONE, options, 0,
                            applier);
                    Counters counters = new Counters(disk, Memory.system(), "none", Committer.COUNTED);
                    Committer committer = new Committer(
                            log, applier, Limits.FULL, Durability.PROCESS, counters, Memory.system())) {
                committer.createTable(TableSpec.sorted("t"));
                TableSpec table = catalogue.named("t");
                put(committer, table, PUTS);
                long one = Long.MAX_VALUE;
                long many = Long.MAX_VALUE;
                // The least of several rounds: what a put allocates is in every round, what the JVM does is in some.
                for (int round = 0; round < ROUNDS; round++) {
                    one = Math.min(one, allocated(threads, committer, table, 1));
                    many = Math.min(many, allocated(threads, committer, table, PUTS));
                }
                assertTrue(many <= one, "bytes of " + PUTS + " puts=" + many + ", of one=" + one);
            }
        }
    }

    private static long allocated(ThreadMXBean threads, Committer committer, TableSpec table, int count) {
        long self = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(self);
        put(committer, table, count);
        return threads.getThreadAllocatedBytes(self) - before;
    }

    private static void put(Committer committer, TableSpec table, int count) {
        Command command = new Command();
        Key key = Key.of("partition", "sort");
        UnsafeBuffer value = new UnsafeBuffer(new byte[100]);
        WriteOptions options = new WriteOptions();
        for (int i = 0; i < count; i++) {
            value.putInt(0, i);
            options.reset().durability(i % 16 == 0 ? Durability.SYNC : Durability.PROCESS);
            if (i % 2 == 0) {
                options.ifPresent().returnOld();
            }
            committer.put(command, table, key, value, 0, 100, options);
        }
    }

    /** Remembers one item. */
    private static final class LastValue implements Index {
        private long sequence;
        private long address;
        private int length;

        @Override
        public boolean current(TableSpec table, Key key, ItemView into) {
            if (sequence == 0) {
                into.clear();
                return false;
            }
            into.wrap(address, length, sequence);
            return true;
        }

        @Override
        public void put(long newSequence, TableSpec table, Key key, long valueAddress, int valueLength) {
            sequence = newSequence;
            address = valueAddress;
            length = valueLength;
        }

        @Override
        public void delete(long newSequence, TableSpec table, Key key) {
            sequence = 0;
        }

        @Override
        public void tableCreated(TableSpec table) {
        }

        @Override
        public void tableDropped(TableSpec table) {
        }
    }
}
