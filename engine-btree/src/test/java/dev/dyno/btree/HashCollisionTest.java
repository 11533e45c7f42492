package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import dev.dyno.core.engine.Snapshots;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions of one hash, which no real keys have: composite keys made by hand, mixed, through all sizes. */
class HashCollisionTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void partitionsOfOneHashStayApart(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Snapshots snapshots = new Snapshots();
        try (GuardedMemory memory = new GuardedMemory(); MemoryDisk disk = new MemoryDisk()) {
            EngineConfig config = EngineConfig.on(disk).withMemory(memory).withOption("page-bytes", "4KiB");
            check(config, BTreeOptions.of(config), random, snapshots);
        }
    }

    private static void check(EngineConfig config, BTreeOptions options, SplittableRandom random,
            Snapshots snapshots) {
        Memory memory = config.memory();
        MemoryBudget budget = new MemoryBudget(options.memoryBytes());
        CheckpointFiles none = new CheckpointFiles(config.disk(), memory);
        try (PageStore store = new PageStore(none, memory, options.pageBytes());
                Pages pages = new Pages(config, snapshots, options, budget, store);
                Extents extents = new Extents(memory, snapshots, options, budget, none);
                TreeWriter writer = new TreeWriter(
                        memory, pages, extents, options, new Structure(Clock.SYSTEM, Events.NONE));
                Region region = memory.map(Probe.BYTES, "test", false)) {
            Tree tree = writer.create(TableSpec.sorted("t").withId(1));
            Probe probe = new Probe(region.address());
            TreeSet<byte[]> model = new TreeSet<>(Arrays::compareUnsigned);
            for (int step = 1; step <= 8_000; step++) {
                byte[] key = key(random);
                probe.set(key);
                if (random.nextInt(100) < (step / 2_000 % 2 == 0 ? 75 : 30)) {
                    writer.put(tree, probe, step, region.address(), 40);
                    model.add(key);
                } else {
                    byte[] there = model.ceiling(key);
                    probe.set(there == null ? key : there);
                    writer.delete(tree, probe, step);
                    model.remove(there == null ? key : there);
                }
                if (step % 500 == 0) {
                    TreeCheck check = new TreeCheck(memory, pages, extents);
                    check.run(new Tree[] {tree});
                    Verification result = check.result();
                    assertTrue(result.clean(), () -> result.violations().toString());
                    assertEquals(model.size(), tree.items);
                }
            }
        }
    }

    /** One of three hashes, of three partitions each, of which one begins with another; sort keys of 0 to 11 bytes. */
    private static byte[] key(SplittableRandom random) {
        String partition = new String[] {"a", "ab", "b"}[random.nextInt(3)];
        byte[] sort = Long.toString(random.nextInt(600) * 7_919_000_000L).getBytes(StandardCharsets.US_ASCII);
        byte[] key = new byte[10 + partition.length() + Math.min(11, sort.length)];
        Arrays.fill(key, 0, 8, (byte) (100 + random.nextInt(3)));
        key[9] = (byte) partition.length();
        System.arraycopy(partition.getBytes(StandardCharsets.US_ASCII), 0, key, 10, partition.length());
        System.arraycopy(sort, 0, key, 10 + partition.length(), Math.min(11, sort.length));
        return key;
    }
}
