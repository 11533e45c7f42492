package dev.dyno.cache.replay;

import java.io.Closeable;
import java.io.IOException;

/**
 * Requests one after the other, read as they are needed:
 *
 * <pre>{@code
 * while (trace.next()) {
 *     use(trace.key(), trace.bytes());
 * }
 * }</pre>
 *
 * <p>Confined to a thread.
 */
public interface Trace extends Closeable {

    /**
     * Moves to the next request.
     *
     * @return false at the end
     * @throws IOException if it cannot be read
     * @throws dev.dyno.api.EngineException.Corrupt if what was read is no request of this format
     */
    boolean next() throws IOException;

    /** The key asked for: a number that stands for it. */
    long key();

    /** The size of what was asked for; 1 where the trace does not tell. */
    int bytes();
}
