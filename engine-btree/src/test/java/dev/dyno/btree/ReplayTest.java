package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.CommitListener;
import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replay by hash, in portions, gives what the commits gave: keys written many times, short ones and such as differ
 * late, large values, deletes, batches, a table dropped and made again in the middle. So does one behind a checkpoint,
 * with less memory than there is data; and one by hash up to what a listener keeps, and commit by commit from there.
 * The files are copied under the running engine, as a kill leaves them.
 */
class ReplayTest {

    private static final int COMMITS = 120_000;
    /** The last of them, of which a listener is told. */
    private static final int HEARD = 1_000;
    private static final int PARTITIONS = 3_000;
    private static final int SORTS = 5;
    private static final int VALUE_BYTES = 40;
    private static final int LARGE_BYTES = 20_000;
    private static final WriteOptions PROCESS = new WriteOptions().durability(Durability.PROCESS);

    private final SplittableRandom random = new SplittableRandom(17);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[LARGE_BYTES]);

    @TempDir
    private Path directory;

    @Test
    void aReplayByHashGivesWhatTheCommitsGave() throws IOException {
        EngineConfig config = EngineConfig.at(directory.resolve("live"));
        try (Engine live = new BTreeEngineProvider().open(config)) {
            live.createTable(TableSpec.sorted("kept"));
            live.createTable(TableSpec.sorted("dropped"));
            write(live, COMMITS / 2);
            live.dropTable("dropped");
            live.createTable(TableSpec.sorted("dropped"));
            write(live, COMMITS / 2);
            assertReplayed(live, "killed", Map.of(), List.of());
            long kept = live.committedSequence() - HEARD;
            Hearing hearing = new Hearing(kept);
            assertReplayed(live, "heard", Map.of(), List.of(hearing, new Hearing(Long.MAX_VALUE)));
            assertEquals(HEARD, hearing.commits, "told of what it does not keep");
            assertEquals(kept + 1, hearing.first);
        } finally {
            config.work().close();
            config.disk().close();
        }
    }

    @Test
    void behindACheckpointAndWithLittleMemoryToo() throws IOException {
        EngineConfig config = EngineConfig.at(directory.resolve("live"));
        try {
            try (Engine live = new BTreeEngineProvider().open(config)) {
                live.createTable(TableSpec.sorted("kept"));
                live.createTable(TableSpec.sorted("dropped"));
                write(live, COMMITS / 2);
            }
            try (Engine live = new BTreeEngineProvider().open(config)) {
                assertTrue(live.stats().get(Counter.PUTS) < COMMITS / 4, "it was loaded, not replayed");
                write(live, COMMITS);
                assertReplayed(live, "small", Map.of("memory-bytes", "2MiB"), List.of());
            }
        } finally {
            config.work().close();
            config.disk().close();
        }
    }

    private void assertReplayed(Engine live, String name, Map<String, String> options, List<CommitListener> listeners)
            throws IOException {
        copy(directory.resolve("live"), directory.resolve(name));
        EngineConfig killed = EngineConfig.at(directory.resolve(name)).withOptions(options);
        EngineConfig heard = killed;
        for (CommitListener listener : listeners) {
            heard = heard.withListener(listener);
        }
        try (Engine replayed = new BTreeEngineProvider().open(heard)) {
            assertTrue(replayed.stats().get(Counter.PUTS) > COMMITS / 2, "it was replayed, not loaded");
            assertTrue(replayed.verify().clean(), () -> replayed.verify().violations().toString());
            assertEquals(live.committedSequence(), replayed.committedSequence());
            assertSame(live, replayed, "kept");
            assertSame(live, replayed, "dropped");
        } finally {
            killed.work().close();
            killed.disk().close();
        }
    }

    /** Counts the commits that it is told of. */
    private static final class Hearing implements CommitListener {
        private final long kept;
        private long commits;
        private long first;

        Hearing(long kept) {
            this.kept = kept;
        }

        @Override
        public long recoverFrom() {
            return kept;
        }

        @Override
        public void onRecovered(long sequence) {
            // counted below
        }

        @Override
        public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
                ItemView newItem) {
            assertEquals(kind != Kind.INSERT, oldItem.exists());
            assertTrue(!oldItem.exists() || oldItem.sequence() < sequence, "the item before is of an earlier commit");
        }

        @Override
        public void onCommit(long sequence) {
            first = commits == 0 ? sequence : first;
            commits++;
        }

        @Override
        public void onDurable(long sequence) {
            // it keeps nothing
        }

        @Override
        public void sync(long sequence) {
            // it keeps nothing
        }
    }

    private void write(Engine engine, int commits) {
        try (Session session = engine.openSession()) {
            Table[] tables = {session.table("kept"), session.table("dropped")};
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i < commits; i++) {
                Table table = tables[random.nextInt(2)];
                value.putLong(0, random.nextLong());
                switch (random.nextInt(8)) {
                    case 0 -> table.delete(key(), PROCESS);
                    case 1 -> {
                        batch.clear();
                        batch.put(tables[0], key(), value, 0, VALUE_BYTES, PROCESS);
                        batch.put(tables[1], key(), value, 0, random.nextInt(VALUE_BYTES), PROCESS);
                        session.commit(batch, Durability.PROCESS);
                    }
                    default -> table.put(key(), value, 0,
                            random.nextInt(random.nextInt(1_000) == 0 ? LARGE_BYTES : VALUE_BYTES), PROCESS);
                }
            }
        }
    }

    private Key key() {
        return switch (random.nextInt(8)) {
            case 0 -> Key.of("large", Long.toString(random.nextInt(9 * PARTITIONS), Character.MAX_RADIX));
            case 1 -> Key.of("late", "the same at first " + random.nextInt(PARTITIONS));
            default -> Key.of(Integer.toString(random.nextInt(PARTITIONS)), Integer.toString(random.nextInt(SORTS)));
        };
    }

    private static void assertSame(Engine expected, Engine found, String table) {
        try (Session left = expected.openSession(); Session right = found.openSession();
                Cursor a = left.table(table).scan(0, 1); Cursor b = right.table(table).scan(0, 1)) {
            while (a.next()) {
                assertTrue(b.next(), "an item is missing");
                assertTrue(a.key().sameAs(b.key()), () -> a.key() + " is not " + b.key());
                assertEquals(a.item().sequence(), b.item().sequence());
                assertEquals(0, a.item().value().compareTo(b.item().value()));
            }
            assertFalse(b.next(), "an item too many");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
