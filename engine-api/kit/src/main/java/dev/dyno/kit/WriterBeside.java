package dev.dyno.kit;

import dev.dyno.api.Engine;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.disk.TracingDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assertions;

/**
 * For an engine whose background work asks the disk beside writers: what a {@link TracingDisk} writes to. At each sync
 * and each deletion it puts an item in another thread, which must not have to wait for the disk.
 *
 * <p>Threads: whose work is watched, one at a time.
 */
public final class WriterBeside implements Appendable {

    private static final int VALUE_BYTES = 10;
    /** An engine that makes writers wait makes them wait for ever, since the disk's call ends behind the put. */
    private static final long WAIT_SECONDS = 20;

    private final String table;
    private Engine engine;
    private int syncs;
    private int deletions;
    private int puts;

    /** @param table that gets the items, of partition {@code p} */
    public WriterBeside(String table) {
        this.table = table;
    }

    /** From now on it puts. */
    public void start(Engine watched) {
        engine = watched;
    }

    public void stop() {
        engine = null;
    }

    /** That it was told of between start and stop, as {@link #deletions}. */
    public int syncs() {
        return syncs;
    }

    public int deletions() {
        return deletions;
    }

    /** How many items it has put. */
    public int puts() {
        return puts;
    }

    @Override
    public Appendable append(CharSequence text) throws IOException {
        String line = text.toString();
        if (engine == null || !line.startsWith("sync") && !line.startsWith("delete")) {
            return this;
        }
        syncs += line.startsWith("sync") ? 1 : 0;
        deletions += line.startsWith("delete") ? 1 : 0;
        Thread writer = Thread.ofPlatform().start(this::write);
        try {
            writer.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        Assertions.assertFalse(writer.isAlive(), "a writer waits for: " + line);
        return this;
    }

    private void write() {
        try (Session session = engine.openSession()) {
            session.table(table).put(Key.of("p", "beside" + puts), new UnsafeBuffer(new byte[VALUE_BYTES]), 0,
                    VALUE_BYTES);
            puts++;
        }
    }

    @Override
    public Appendable append(CharSequence text, int start, int end) throws IOException {
        return append(text.subSequence(start, end));
    }

    @Override
    public Appendable append(char letter) {
        return this;
    }
}
