package dev.dyno.core.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.api.run.SeededWork;
import dev.dyno.core.log.LogOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The power goes at every operation of the disk, with every kind of survival, and again while recovering: what comes
 * back is a prefix of what was committed, with everything that was acknowledged as durable.
 */
class CrashTest {

    private static final int WRITES = 60;
    private static final LogOptions OPTIONS = LogOptions.of("map").withSegmentBytes(8192);

    /** After each commit, by sequence: the contents then. */
    private final List<Map<String, String>> history = new ArrayList<>();
    private long durable;
    private long acknowledged;

    @Test
    void everyCutLeavesAPrefixWithAllThatWasDurable() {
        long operations = run(new FaultyDisk(1), 1);
        assertTrue(operations > 50, "operations=" + operations);
        for (long cut = 0; cut <= operations; cut++) {
            for (Survival survival : Survival.values()) {
                FaultyDisk disk = new FaultyDisk(cut).cutAfter(cut);
                run(disk, cut);
                try (FaultyDisk after = disk.afterPowerCut(cut, survival)) {
                    check(after, survival, "cut=" + cut + ", survival=" + survival + ", disk=" + disk);
                }
                disk.close();
            }
        }
    }

    @Test
    void aCutDuringRecoveryChangesNothing() {
        long operations = run(new FaultyDisk(1), 1);
        for (long cut = 1; cut <= operations; cut += 3) {
            FaultyDisk disk = new FaultyDisk(cut).cutAfter(cut);
            run(disk, cut);
            for (int second = 0; second < 8; second++) {
                FaultyDisk once = disk.afterPowerCut(cut, Survival.UNSYNCED_TORN).cutAfter(second);
                openAndClose(once);
                try (FaultyDisk twice = once.afterPowerCut(second, Survival.UNSYNCED_TORN)) {
                    check(twice, Survival.UNSYNCED_TORN, "second cut=" + second + ", disk=" + once);
                }
                once.close();
            }
            disk.close();
        }
    }

    @Test
    void aFailedWriteOrSyncLosesNothingThatWasDurable() {
        for (int nth = 1; nth <= 60; nth++) {
            for (boolean sync : new boolean[] {false, true}) {
                FaultyDisk disk = sync ? new FaultyDisk(nth).failSync(nth) : new FaultyDisk(nth).failWrite(nth);
                run(disk, nth);
                for (Survival survival : new Survival[] {Survival.UNSYNCED_LOST, Survival.UNSYNCED_TORN}) {
                    try (FaultyDisk after = disk.afterPowerCut(nth, survival)) {
                        check(after, survival, "nth=" + nth + ", survival=" + survival + ", disk=" + disk);
                    }
                }
                disk.close();
            }
        }
    }

    private static void openAndClose(FaultyDisk disk) {
        try {
            MapEngine.open(config(disk), OPTIONS).close();
        } catch (FaultyDisk.PowerCut | EngineException.Failed expected) {
            assertTrue(disk.isCut(), expected.toString());
        }
    }

    private static EngineConfig config(FaultyDisk disk) {
        return EngineConfig.on(disk).withWork(new SeededWork(3));
    }

    /** Runs the workload until the power goes. @return operations of the disk */
    private long run(FaultyDisk disk, long seed) {
        history.clear();
        history.add(Map.of());
        durable = 0;
        acknowledged = 0;
        SplittableRandom random = new SplittableRandom(7);
        MapEngine engine = null;
        Session session = null;
        try {
            engine = MapEngine.open(config(disk), OPTIONS);
            engine.createTable(TableSpec.sorted("t"));
            session = engine.openSession();
            Table table = session.table("t");
            for (int i = 1; i <= WRITES && !disk.isCut(); i++) {
                write(table, random, i);
                durable = disk.isCut() ? durable : engine.durableSequence();
                acknowledged = disk.isCut() ? acknowledged : i;
            }
        } catch (FaultyDisk.PowerCut | EngineException.Failed | EngineException.Io expected) {
            boolean fault = disk.toString().contains("fail");
            assertTrue(disk.isCut() || fault, "seed=" + seed + ": " + expected);
        }
        if (session != null) {
            session.close();
        }
        closeAnyway(engine, disk);
        return disk.operations();
    }

    private static void closeAnyway(MapEngine engine, FaultyDisk disk) {
        try {
            if (engine != null) {
                engine.close();
            }
        } catch (FaultyDisk.PowerCut | EngineException.Failed expected) {
            assertTrue(disk.isCut() || disk.toString().contains("fail"), expected.toString());
        }
    }

    private void write(Table table, SplittableRandom random, int i) {
        WriteOptions options = new WriteOptions()
                .durability(random.nextInt(4) == 0 ? Durability.SYNC : Durability.PROCESS);
        String key = "k" + random.nextInt(10);
        String text = i + "x".repeat(random.nextInt(900));
        Map<String, String> next = new TreeMap<>(history.getLast());
        next.put("1 " + key, text + "@" + i);
        history.add(next);
        table.put(Key.of(key, ""), new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII)), 0, text.length(),
                options);
    }

    private void check(FaultyDisk disk, Survival survival, String what) {
        try (MapEngine engine = MapEngine.open(config(disk), OPTIONS)) {
            long sequence = engine.committedSequence();
            long least = survival == Survival.UNSYNCED_KEPT ? acknowledged : durable;
            assertTrue(sequence >= least, what + ": recovered " + sequence + ", acknowledged " + least);
            assertTrue(sequence < history.size(), what + ": recovered " + sequence);
            assertTrue(engine.contents().equals(history.get((int) sequence)), what + ": not the state at " + sequence);
            assertTrue(engine.durableSequence() == sequence, what + ": R7");
        }
    }
}
