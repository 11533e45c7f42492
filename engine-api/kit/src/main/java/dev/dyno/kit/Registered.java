package dev.dyno.kit;

import dev.dyno.api.Durability;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.kit.history.Action;
import dev.dyno.kit.history.History;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** One thread's calls on a few keys, recorded with their answers. Confined to its thread. */
final class Registered {

    private static final int KEYS = 8;
    /** Fewer where batches overlap, so that they collide. */
    private static final int KEYS_TOGETHER = 4;

    private final Session session;
    private final Table table;
    private final History.Log<Action> log;
    private final String prefix;
    private final ItemView view = new ItemView();
    private final WriteOptions options = new WriteOptions();
    private final WriteBatch batch = new WriteBatch();

    /** @param prefix of all keys: a fresh one is a fresh set of registers */
    Registered(Session session, History.Log<Action> log, String prefix) {
        this.session = session;
        this.table = session.table(Fixture.ITEMS);
        this.log = log;
        this.prefix = prefix;
    }

    /** A call on one key. @param value that nobody else writes */
    void one(SplittableRandom random, String value, boolean conditions) {
        String name = prefix + random.nextInt(KEYS);
        int kind = random.nextInt(conditions ? 5 : 3);
        Key key = Key.of(name, "");
        DirectBuffer bytes = Items.bytes(value);
        switch (kind) {
            case 0 -> {
                long invoked = log.invoke();
                record(invoked, table.put(key, bytes, 0, bytes.capacity()), new Action.Put(name, value));
            }
            case 1 -> {
                long invoked = log.invoke();
                log.returned(invoked, new Action.Get(name, read(table, key)));
            }
            case 2 -> {
                long invoked = log.invoke();
                long outcome = table.delete(key);
                record(invoked, outcome, new Action.Delete(name, Outcome.committed(outcome)));
            }
            default -> swap(name, key, value, bytes);
        }
    }

    private void swap(String name, Key key, String value, DirectBuffer bytes) {
        long first = log.invoke();
        String expected = read(table, key);
        log.returned(first, new Action.Get(name, expected));
        DirectBuffer wanted = Items.bytes(expected);
        options.reset();
        if (expected.equals(Action.ABSENT)) {
            options.ifAbsent();
        } else {
            options.ifValue(wanted, 0, wanted.capacity());
        }
        long invoked = log.invoke();
        long outcome = table.put(key, bytes, 0, bytes.capacity(), options);
        record(invoked, outcome, new Action.Swap(name, expected, value, Outcome.committed(outcome)));
    }

    /** A batch, or reads at one snapshot, or a single call, over the same keys. */
    void many(SplittableRandom random, String value) {
        int kind = random.nextInt(3);
        if (kind == 0) {
            batch.clear();
            TreeMap<String, String> values = new TreeMap<>();
            for (int i = 0; i < KEYS_TOGETHER; i++) {
                if (random.nextBoolean()) {
                    String name = prefix + i;
                    DirectBuffer bytes = Items.bytes(value);
                    batch.put(table, Key.of(name, ""), bytes, 0, bytes.capacity(), WriteOptions.DEFAULT);
                    values.put(name, value);
                }
            }
            long invoked = log.invoke();
            record(invoked, session.commit(batch, Durability.ENGINE), new Action.Batch(values));
        } else if (kind == 1) {
            TreeMap<String, String> seen = new TreeMap<>();
            long invoked = log.invoke();
            try (Snapshot snapshot = session.snapshot()) {
                long returned = log.invoke();
                Reader reader = table.at(snapshot);
                for (int i = 0; i < KEYS_TOGETHER; i++) {
                    seen.put(prefix + i, read(reader, Key.of(prefix + i, "")));
                }
                log.returned(invoked, returned, new Action.View(seen));
            }
        } else {
            String name = prefix + random.nextInt(KEYS_TOGETHER);
            long invoked = log.invoke();
            log.returned(invoked, new Action.Get(name, read(table, Key.of(name, ""))));
        }
    }

    private void record(long invoked, long outcome, Action action) {
        if (outcome == Outcome.UNKNOWN) {
            log.unknown(invoked, action);
        } else {
            log.returned(invoked, action);
        }
    }

    private String read(Reader reader, Key key) {
        if (!reader.get(key, view)) {
            return Action.ABSENT;
        }
        byte[] bytes = new byte[view.length()];
        view.value().getBytes(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
