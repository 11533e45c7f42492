package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FileDisk;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that loads items in random order is killed with SIGKILL and started again, while checkpoints run beside it.
 * Whatever it had acknowledged at PROCESS must be there. {@code -Ddyno.load.items=1000000 -Ddyno.load.kills=20} for the
 * long run.
 */
class LoadKillTest {

    private static final String ITEMS_PROPERTY = "dyno.load.items";
    private static final int ITEMS = Integer.getInteger(ITEMS_PROPERTY, 30_000);
    private static final int KILLS = Integer.getInteger("dyno.load.kills", 3);
    private static final int VALUE_BYTES = 100;
    private static final String COUNTER = "acknowledged";
    private static final int COUNTER_BYTES = 4096;
    private static final long POLL_NANOS = 200_000;
    /** A child that does not come so far is broken. */
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final Map<String, String> CHILD = Map.of("checkpoint-bytes", ITEMS < 100_000 ? "1MiB" : "16MiB",
            "log-segment-bytes", "1MiB");

    @TempDir
    private Path directory;

    @Test
    void everyAcknowledgedItemSurvivesEveryKill() throws Exception {
        SplittableRandom random = new SplittableRandom(29);
        Path data = directory.resolve("data");
        try (FileDisk disk = FileDisk.at(directory.resolve("counter")); DiskFile file = disk.create(COUNTER)) {
            file.zeroFill(0, COUNTER_BYTES);
        }
        try (FileDisk disk = FileDisk.at(directory.resolve("counter")); DiskFile file = disk.open(COUNTER);
                DiskFile.Mapping mapping = file.map(0, COUNTER_BYTES, true)) {
            UnsafeBuffer acknowledged = new UnsafeBuffer(mapping.address(), Long.BYTES);
            long before = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                long wanted = before + 1 + random.nextLong(2L * (ITEMS - before) / (KILLS - kill + 2));
                before = killAt(Math.min(ITEMS, wanted), data, acknowledged);
                check(data, before);
            }
        }
    }

    /** @return how many items were acknowledged before the process was gone */
    private long killAt(long wanted, Path data, UnsafeBuffer acknowledged) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agentlib:jdwp")).forEach(command::add);
        command.addAll(List.of("-D" + ITEMS_PROPERTY + "=" + ITEMS, "-cp", System.getProperty("java.class.path"),
                LoadKillTest.class.getName(), data.toString(), directory.resolve("counter").toString()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.INHERIT).start();
        try {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (acknowledged.getLongVolatile(0) < wanted) {
                assertTrue(child.isAlive(), "the child ended by itself");
                assertTrue(System.nanoTime() < deadline, "the child does not come so far: wanted=" + wanted);
                LockSupport.parkNanos(POLL_NANOS);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return acknowledged.getLongVolatile(0);
    }

    /** At most one put was under way: the child waits for each. */
    private static void check(Path data, long acknowledged) {
        EngineConfig config = EngineConfig.at(data).withOptions(CHILD);
        try (Engine engine = new BTreeEngineProvider().open(config)) {
            Verification verification = engine.verify();
            assertTrue(verification.clean(), () -> verification.violations().toString());
            boolean[] there = new boolean[ITEMS + 1];
            long items = 0;
            try (Session session = engine.openSession(); Cursor cursor = session.table("t").scan(0, 1)) {
                while (cursor.next()) {
                    int number = cursor.item().value().getInt(0);
                    assertTrue(cursor.key().sameAs(key(number)), "another item's value");
                    assertEquals(VALUE_BYTES, cursor.item().length());
                    there[number] = true;
                    items++;
                }
            }
            for (int number = 0; number < acknowledged; number++) {
                assertTrue(there[number], "acknowledged and lost: item=" + number + " of " + acknowledged);
            }
            assertTrue(items <= acknowledged + 1, "items=" + items + ", acknowledged=" + acknowledged);
            assertEquals(engine.stats().get(Counter.LIVE_ITEMS), items);
        } finally {
            config.work().close();
            config.disk().close();
        }
    }

    private static Key key(int number) {
        long mixed = number * 0x9e3779b97f4a7c15L;
        return Key.of(Long.toHexString(mixed >>> 40 & 0x3fff), Integer.toString(number));
    }

    /** The child: loads from where the last one was killed. @param arguments directories of the engine, the counter */
    public static void main(String[] arguments) {
        EngineConfig config = EngineConfig.at(Path.of(arguments[0])).withOptions(CHILD);
        try (FileDisk disk = FileDisk.at(Path.of(arguments[1])); DiskFile file = disk.open(COUNTER);
                DiskFile.Mapping mapping = file.map(0, COUNTER_BYTES, true);
                Engine engine = new BTreeEngineProvider().open(config)) {
            if (engine.tables().isEmpty()) {
                engine.createTable(TableSpec.sorted("t"));
            }
            UnsafeBuffer acknowledged = new UnsafeBuffer(mapping.address(), Long.BYTES);
            UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
            try (Session session = engine.openSession()) {
                Table table = session.table("t");
                for (int number = (int) acknowledged.getLong(0); number < ITEMS; number++) {
                    value.putInt(0, number);
                    table.put(key(number), value, 0, VALUE_BYTES,
                            new WriteOptions().durability(Durability.PROCESS));
                    acknowledged.putLongVolatile(0, number + 1L);
                }
            }
            LockSupport.park(); // until killed: all are there
        }
    }
}
