package dev.dyno.bench.crash;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.kit.crash.CrashStand;
import dev.dyno.streams.StreamingEngine;
import dev.dyno.streams.capture.StreamDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One life of a captured table: puts, deletes, batches of several items, checkpoints and a split, drawn from a seed,
 * until the power goes. It remembers what each commit did, and which had an answer, so that it can say afterwards
 * whether what is left is what was promised. Every value is another, so items tell how many commits survived.
 */
final class StreamLife {

    private static final String TABLE = "captured";
    private static final int KEYS = 9;
    private static final int BATCH = 4;
    private static final int VALUE_BYTES_MAX = 700;
    private static final int CHECKPOINT_EACH = 23;
    private static final int SPLIT_AT = 40;
    private static final int SHOWN_MAX = 160;

    /** @param sequence the commit's, or 0 if it had no answer */
    private record Commit(Map<String, String> values, long sequence) { }

    private final CrashStand stand;
    private final int operations;
    private final SplittableRandom random;
    private final List<Commit> commits = new ArrayList<>();
    private boolean made;
    private int acknowledged;
    private long durable;

    StreamLife(CrashStand stand, long seed, int operations) {
        this.stand = stand;
        this.operations = operations;
        this.random = new SplittableRandom(seed);
    }

    /** Lives until the power goes, or all operations are done; then the power goes before a clean close. */
    void live() {
        FaultyDisk disk = stand.disk();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Engine engine = stand.open();
            opened.addFirst(engine);
            engine.createTable(TableSpec.sorted(TABLE));
            made = true;
            Session session = engine.openSession();
            opened.addFirst(session);
            Table table = session.table(TABLE);
            for (int i = 0; i < operations; i++) {
                step((StreamingEngine) engine, session, table, i);
            }
        } catch (FaultyDisk.PowerCut | EngineException.Failed | EngineException.Io expected) {
            if (!disk.isCut()) {
                throw expected;
            }
        } finally {
            if (!disk.isCut()) {
                disk.cutAfter(disk.operations());
            }
            opened.forEach(CrashStand::abandon);
        }
    }

    private void step(StreamingEngine engine, Session session, Table table, int i) {
        WriteOptions options = new WriteOptions()
                .durability(random.nextInt(4) == 0 ? Durability.SYNC : Durability.PROCESS);
        int what = random.nextInt(12);
        Map<String, String> values = new TreeMap<>();
        int first = random.nextInt(KEYS);
        for (int k = 0; k < (what == 0 ? BATCH : 1); k++) {
            boolean removes = what == 1 || what == 2 || what == 0 && k == 1;
            values.put("k" + (first + k) % KEYS, removes ? "" : i + "-" + k + "-"
                    + "x".repeat(random.nextInt(VALUE_BYTES_MAX)));
        }
        commits.add(new Commit(values, 0));
        long outcome = what == 0 ? batch(session, table, values, options.durability()) : one(table, values, options);
        commits.removeLast();
        if (Outcome.committed(outcome)) {
            commits.add(new Commit(values, outcome));
        }
        acknowledged = commits.size();
        durable = engine.durableSequence();
        if (i % CHECKPOINT_EACH == CHECKPOINT_EACH - 1) {
            engine.checkpoint();
        }
        if (i == SPLIT_AT) {
            StreamDescription stream = engine.streams().getLast();
            engine.splitShard(stream.id(), stream.shards().getLast().number());
        }
    }

    private static long one(Table table, Map<String, String> values, WriteOptions options) {
        Map.Entry<String, String> only = values.entrySet().iterator().next();
        byte[] bytes = only.getValue().getBytes(StandardCharsets.US_ASCII);
        Key key = Key.of(only.getKey(), "");
        return bytes.length == 0 ? table.delete(key, options)
                : table.put(key, new UnsafeBuffer(bytes), 0, bytes.length, options);
    }

    private static long batch(Session session, Table table, Map<String, String> values, Durability durability) {
        WriteBatch batch = new WriteBatch();
        values.forEach((name, value) -> {
            byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
            if (bytes.length == 0) {
                batch.delete(table, Key.of(name, ""), WriteOptions.DEFAULT);
            } else {
                batch.put(table, Key.of(name, ""), new UnsafeBuffer(bytes), 0, bytes.length, WriteOptions.DEFAULT);
            }
        });
        return session.commit(batch, durability);
    }

    /** Opens and closes, or does not get that far. */
    static void openAndLeave(CrashStand stand) {
        try {
            stand.open().close();
        } catch (FaultyDisk.PowerCut | EngineException.Failed | EngineException.Io expected) {
            if (!stand.disk().isCut()) {
                throw expected;
            }
        }
    }

    /** @param killed whether everything that had an answer must be there, not only what was durable */
    Witness check(CrashStand left, boolean killed) {
        try (StreamingEngine engine = (StreamingEngine) left.open()) {
            if (engine.tables().isEmpty()) {
                return new Witness(0, made ? "the table is lost" : "");
            }
            Map<String, String> items = Witness.items(engine, TABLE);
            Map<String, List<String>> changes = Witness.changes(engine);
            long records = changes.values().stream().mapToLong(List::size).sum();
            if (!engine.verify().clean()) {
                return new Witness(records, "verify: " + engine.verify().violations());
            }
            return new Witness(records, judge(items, changes, killed));
        }
    }

    private String judge(Map<String, String> items, Map<String, List<String>> changes, boolean killed) {
        int promised = killed ? acknowledged : (int) commits.stream()
                .filter(commit -> commit.sequence() > 0 && commit.sequence() <= durable).count();
        Map<String, String> state = new TreeMap<>();
        Map<String, List<String>> expected = new TreeMap<>();
        String differs = "the items are not those after any number of commits from " + promised + " to "
                + commits.size() + ": " + shown(items.toString());
        for (int survived = 0; survived <= commits.size(); survived++) {
            if (survived > 0) {
                apply(commits.get(survived - 1), state, expected);
            }
            if (survived >= promised && state.equals(items)) {
                if (expected.equals(changes)) {
                    return "";
                }
                differs = "the items are those after commit " + survived + ", the records are not: "
                        + difference(expected, changes);
            }
        }
        return differs;
    }

    private static void apply(Commit commit, Map<String, String> state, Map<String, List<String>> changes) {
        commit.values().forEach((key, value) -> {
            String before = state.getOrDefault(key, "");
            if (!before.equals(value)) {
                changes.computeIfAbsent(key, each -> new ArrayList<>()).add(before + ">" + value);
            }
            if (value.isEmpty()) {
                state.remove(key);
            } else {
                state.put(key, value);
            }
        });
    }

    private static String difference(Map<String, List<String>> expected, Map<String, List<String>> found) {
        for (int k = 0; k < KEYS; k++) {
            List<String> should = expected.getOrDefault("k" + k, List.of());
            List<String> is = found.getOrDefault("k" + k, List.of());
            if (!should.equals(is)) {
                int at = 0;
                while (at < Math.min(should.size(), is.size()) && should.get(at).equals(is.get(at))) {
                    at++;
                }
                return "item k" + k + " has " + is.size() + " records, expected " + should.size()
                        + ", first difference at " + at + ": " + (at < is.size() ? shown(is.get(at)) : "none")
                        + ", expected " + (at < should.size() ? shown(should.get(at)) : "none");
            }
        }
        return "records of unknown items: " + shown(found.keySet().toString());
    }

    private static String shown(String text) {
        String shorter = text.replaceAll("x{4,}", "x…");
        return shorter.length() <= SHOWN_MAX ? shorter : shorter.substring(0, SHOWN_MAX) + "…";
    }
}
