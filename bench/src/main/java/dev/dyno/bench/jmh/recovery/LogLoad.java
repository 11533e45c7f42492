package dev.dyno.bench.jmh.recovery;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineStats.Counter;
import dev.dyno.api.Engines;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A process that puts items in random order until the log has so many bytes, leaves a file that says how many commits
 * that were, and waits to be killed. Items are those of the race: 16 bytes of partition key, 8 of sort key, 100 of
 * value, 100 a partition.
 */
final class LogLoad {

    static final String TABLE = "t";
    /** In the directory: the engine's, and the file with the number of commits. */
    static final String DATA = "data";
    static final String LOADED = "loaded";
    private static final int ITEMS_PER_PARTITION = 100;
    private static final int PARTITION_BYTES = 16;
    private static final int VALUE_BYTES = 100;
    private static final int ASKED_EVERY = 1 << 12;
    /** Coprime to {@link #SPACE}: each item comes once before any comes twice. */
    private static final long STRIDE = 7_368_787;
    private static final long SPACE = 1L << 24;

    private final UnsafeBuffer partition = new UnsafeBuffer(new byte[PARTITION_BYTES]);
    private final UnsafeBuffer sort = new UnsafeBuffer(new byte[Long.BYTES]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
    private final Key key = new Key();

    /** The item that the {@code number}-th put wrote, from 0. */
    Key key(long number) {
        long item = number * STRIDE & SPACE - 1;
        partition.putLong(0, item / ITEMS_PER_PARTITION);
        sort.putLong(0, item % ITEMS_PER_PARTITION);
        return key.wrap(partition, 0, PARTITION_BYTES, sort, 0, Long.BYTES);
    }

    private long load(Engine engine, long logBytes) {
        engine.createTable(TableSpec.sorted(TABLE));
        WriteOptions options = new WriteOptions().durability(Durability.PROCESS);
        long puts = 0;
        try (Session session = engine.openSession()) {
            Table table = session.table(TABLE);
            while (puts % ASKED_EVERY != 0 || engine.stats().get(Counter.LOG_BYTES) < logBytes) {
                value.putLong(0, puts);
                table.put(key(puts), value, 0, VALUE_BYTES, options);
                puts++;
            }
        }
        return puts;
    }

    /** @param arguments engine, directory, bytes of log, and its options as {@code name=value} */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        EngineConfig config = EngineConfig.at(directory.resolve(DATA));
        for (int i = 3; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            config = config.withOptions(Map.of(arguments[i].substring(0, equals), arguments[i].substring(equals + 1)));
        }
        Engine engine = Engines.named(arguments[0]).open(config);
        Path written = directory.resolve("writing");
        Files.writeString(written, Long.toString(new LogLoad().load(engine, Long.parseLong(arguments[2]))));
        Files.move(written, directory.resolve(LOADED), StandardCopyOption.ATOMIC_MOVE);
        LockSupport.park(); // until killed
    }
}
