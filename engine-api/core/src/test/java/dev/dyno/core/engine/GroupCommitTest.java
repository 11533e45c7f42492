package dev.dyno.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Four sessions at once: what was acknowledged is in the log, in the order of sequences, each with its own. */
class GroupCommitTest {

    private static final int THREADS = 4;
    private static final int WRITES = 5_000;

    @Test
    void everyAcknowledgedWriteIsInTheLogInSequenceOrder() throws Exception {
        try (MemoryDisk disk = new MemoryDisk()) {
            Recorder live = new Recorder();
            EngineConfig config = EngineConfig.on(disk);
            Map<Long, String> acknowledged = new TreeMap<>();
            try (MapEngine engine = MapEngine.open(config.withListener(live))) {
                engine.createTable(TableSpec.sorted("t"));
                for (Map<Long, String> mine : inParallel(thread -> write(engine, thread))) {
                    acknowledged.putAll(mine);
                }
                assertEquals(THREADS * WRITES, acknowledged.size(), "a sequence was given twice");
                assertEquals(THREADS * WRITES, engine.committedSequence());
                assertTrue(engine.stats().get(Counter.GROUPS) <= engine.stats().get(Counter.COMMITS));
            }
            Recorder replayed = new Recorder();
            MapEngine.open(config.withListener(replayed)).close();
            List<String> logged = replayed.calls.stream().filter(c -> c.contains("->")).toList();
            List<String> expected = new ArrayList<>();
            acknowledged.forEach((sequence, key) -> expected.add(sequence + ".0 INSERT " + key + " none -> v"));
            assertEquals(expected, logged);
            assertEquals(expected, live.calls.stream().filter(c -> c.contains("->")).toList());
        }
    }

    private static Map<Long, String> write(MapEngine engine, int thread) {
        Map<Long, String> acknowledged = new TreeMap<>();
        UnsafeBuffer value = new UnsafeBuffer(new byte[] {'v'});
        WriteOptions options = new WriteOptions();
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            for (int i = 0; i < WRITES; i++) {
                String name = "k" + thread + "-" + i;
                options.durability(i % 10 == thread ? Durability.SYNC : Durability.PROCESS);
                long sequence = table.put(Key.of(name, ""), value, 0, 1, options);
                acknowledged.put(sequence, name);
                if (i % 10 == thread) {
                    assertTrue(engine.durableSequence() >= sequence);
                }
            }
        }
        return acknowledged;
    }

    @Test
    void updatesOfOneItemAreNeverLost() throws Exception {
        try (MemoryDisk disk = new MemoryDisk(); MapEngine engine = MapEngine.open(EngineConfig.on(disk))) {
            engine.createTable(TableSpec.sorted("t"));
            int added = 0;
            for (int mine : inParallel(thread -> count(engine))) {
                added += mine;
            }
            assertEquals(THREADS * WRITES, added);
            String contents = engine.contents().get("1 counter");
            assertEquals(Integer.toString(THREADS * WRITES), contents.substring(0, contents.indexOf('@')));
        }
    }

    private static int count(MapEngine engine) {
        Key counter = Key.of("counter", "");
        int done = 0;
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            for (int i = 0; i < WRITES; i++) {
                long outcome = table.update(counter, (current, out) -> {
                    int value = current.exists() ? current.value().parseNaturalIntAscii(0, current.length()) : 0;
                    return out.putNaturalIntAscii(0, value + 1);
                }, WriteOptions.DEFAULT);
                done += Outcome.committed(outcome) ? 1 : 0;
            }
        }
        return done;
    }

    private interface Job<T> {
        T run(int thread);
    }

    private static <T> List<T> inParallel(Job<T> job) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                calls.add(() -> job.run(thread));
            }
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
        }
        return results;
    }
}
