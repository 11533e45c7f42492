package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import dev.dyno.log.LogEngineProvider;
import dev.dyno.streams.capture.StreamDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One seeded life of a captured table that a power cut ends, and the check of what is left: the stream is exactly the
 * changes of the commits that survived, each once, in the order of each item.
 */
final class StreamCrash {

    static final String TABLE = "t";
    private static final int WRITES = 70;
    /** A disk is copied and looked through at every cut. */
    private static final Map<String, String> SMALL_LOG = new LogEngineProvider().miniature();
    private static final int KEYS = 9;

    private final EngineProvider provider;
    /** By the order in which commits were made: the changes of each, as lines. */
    private final List<List<String>> commits = new ArrayList<>();
    private final Map<String, String> items = new TreeMap<>();
    private int acknowledged;
    private int durable;

    StreamCrash(EngineProvider provider) {
        this.provider = provider;
    }

    static EngineConfig config(FaultyDisk disk) {
        return EngineConfig.on(disk).withWork(new SeededWork(3)).withClock(new ManualClock(1_000_000))
                .withOptions(SMALL_LOG);
    }

    /** @return how many operations the disk saw */
    long run(FaultyDisk disk) {
        SplittableRandom random = new SplittableRandom(11);
        Engine engine = null;
        Session session = null;
        try {
            engine = provider.open(config(disk));
            engine.createTable(TableSpec.sorted(TABLE));
            session = engine.openSession();
            Table table = session.table(TABLE);
            for (int i = 0; i < WRITES && !disk.isCut(); i++) {
                step((StreamingEngine) engine, session, table, random, i, disk);
            }
        } catch (FaultyDisk.PowerCut | EngineException.Failed | EngineException.Io expected) {
            assertTrue(disk.isCut(), () -> "only a power cut may end this: " + expected + ", disk=" + disk);
        }
        try {
            if (session != null) {
                session.close();
            }
            if (engine != null) {
                engine.close();
            }
        } catch (FaultyDisk.PowerCut | EngineException.Failed expected) {
            assertTrue(disk.isCut(), expected.toString());
        }
        return disk.operations();
    }

    private void step(StreamingEngine engine, Session session, Table table, SplittableRandom random, int i,
            FaultyDisk disk) {
        boolean sync = random.nextInt(4) == 0;
        WriteOptions options = new WriteOptions().durability(sync ? Durability.SYNC : Durability.PROCESS);
        int what = random.nextInt(12);
        List<String> changes = new ArrayList<>();
        commits.add(changes);
        long outcome;
        if (what == 0) {
            WriteBatch batch = new WriteBatch();
            for (int b = 0; b < 4; b++) {
                String key = "k" + (i + b) % KEYS;
                byte[] value = value(random, i + b);
                batch.put(table, Key.of(key, ""), new UnsafeBuffer(value), 0, value.length, WriteOptions.DEFAULT);
                change(changes, key, StreamLines.shorter(new String(value, StandardCharsets.US_ASCII)));
            }
            outcome = session.commit(batch, options.durability());
        } else if (what < 3) {
            String key = "k" + random.nextInt(KEYS);
            change(changes, key, "");
            outcome = table.delete(Key.of(key, ""), options);
        } else {
            String key = "k" + random.nextInt(KEYS);
            byte[] value = value(random, i);
            change(changes, key, StreamLines.shorter(new String(value, StandardCharsets.US_ASCII)));
            outcome = table.put(Key.of(key, ""), new UnsafeBuffer(value), 0, value.length, options);
        }
        if (outcome == Outcome.NO_CHANGE) {
            commits.removeLast();
        }
        if (!disk.isCut()) {
            acknowledged = commits.size();
            durable = (int) engine.durableSequence();
        }
        if (i % 23 == 22) {
            engine.checkpoint();
        }
        if (i == 40) {
            StreamDescription stream = engine.streams().getLast();
            engine.splitShard(stream.id(), stream.shards().getLast().number());
        }
    }


    private static byte[] value(SplittableRandom random, int i) {
        return (i + "-" + "x".repeat(random.nextInt(700))).getBytes(StandardCharsets.US_ASCII);
    }

    /** @param value "" removes */
    private void change(List<String> changes, String key, String value) {
        String before = items.getOrDefault(key, "");
        if (value.isEmpty()) {
            items.remove(key);
        } else {
            items.put(key, value);
        }
        if (!before.equals(value)) {
            changes.add(key + " " + before + ">" + value);
        }
    }

    /** @return how many commits survived */
    int check(FaultyDisk disk, Survival survival, String what) {
        try (StreamingEngine engine = (StreamingEngine) provider.open(config(disk))) {
            if (engine.tables().isEmpty()) {
                assertEquals(0, durable, what);
                return 0;
            }
            int survived = (int) engine.committedSequence();
            int least = survival == Survival.UNSYNCED_KEPT ? acknowledged : durable;
            assertTrue(survived >= least, () -> what + ": commits=" + survived + ", acknowledged=" + least);
            Map<String, List<String>> expected = new LinkedHashMap<>();
            commits.subList(0, survived).forEach(changes -> changes.forEach(line -> expected.computeIfAbsent(
                    line.substring(0, line.indexOf(' ')), key -> new ArrayList<>()).add(line)));
            assertEquals(sorted(expected), sorted(StreamLines.byItem(engine)), what);
            assertTrue(engine.verify().clean(), () -> what + ": " + engine.verify().violations());
            return survived;
        }
    }

    private static String sorted(Map<String, List<String>> byItem) {
        return String.join("\n", new TreeMap<>(byItem).values().stream().map(Object::toString).toList());
    }
}
