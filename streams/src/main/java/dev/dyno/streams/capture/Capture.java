package dev.dyno.streams.capture;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Limits;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.streams.record.ViewType;
import java.util.List;

/**
 * One way of getting changes into streams. The rules (family T) are the same for all; cost and what a crash leaves
 * differ, see {@link CaptureKind}.
 *
 * <p>Life: made before the engine below is opened, {@link #listening} gives what to open it with, {@link #start} gives
 * it the engine, {@link #close} comes after the engine is closed. Threads: any, after start.
 */
public interface Capture extends AutoCloseable {

    /** The configuration to open the engine below with. */
    EngineConfig listening(EngineConfig config);

    /** The engine below is open and has recovered. */
    void start(Engine engine);

    /**
     * Called before a write goes down.
     *
     * @throws dev.dyno.api.EngineException.Full if the last records found no space; the write has not begun
     */
    void admit();

    /** What a session of the engine below is behind. */
    default Session session(Session inner) {
        return new AdmittingSession(inner, this);
    }

    /** Whether a table of the engine below is the capture's, and nobody else's business. */
    default boolean isOwn(String table) {
        return false;
    }

    /** What is left of the limits of the engine below. */
    default Limits limits(Limits inner) {
        return inner;
    }

    /** Whether records wait for space. */
    boolean isFull();

    /** Switches a stream on, durably if streams outlive the process. @throws IllegalStateException if it is on */
    StreamDescription enable(TableSpec table, ViewType view);

    /** Switches a stream off; it stays readable. @return false if it was off */
    boolean disable(long stream);

    /** All streams that can be read, oldest first. */
    List<StreamDescription> streams();

    /** Closes an open shard and opens two children, each for half of its hashes. */
    void split(long stream, long shard);

    /** Gives back the space of records older than the retention. */
    void trim();

    /**
     * Makes durable what was captured, if it can be: what a clean close needs, while the engine still has the disk.
     * Records that have no space stay with the engine's log.
     */
    void settle();

    /** A reader of records for the calling thread. */
    RecordSource source();

    /** Walks what is stored; each broken record is a sentence. @return how many records were checked */
    long verify(List<String> broken);

    /** Gives files and memory back. */
    @Override
    void close();
}
