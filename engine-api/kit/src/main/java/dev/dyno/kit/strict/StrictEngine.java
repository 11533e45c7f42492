package dev.dyno.kit.strict;

import dev.dyno.api.Engine;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.Session;

/**
 * Any engine, with its callers watched:
 *
 * <ul>
 * <li>Views are handed out over copies, and a copy is overwritten with {@code 0xDE} when its lifetime ends: after the
 *     next call on the session, after the callback, when the snapshot closes. Reading one then is plain to see.
 * <li>A session used from a second thread is an {@link IllegalStateException} naming both.
 * <li>Sessions, cursors and snapshots refuse every use after their close.
 * <li>Arguments are checked before the engine sees them: ranges of buffers, empty partition keys, segments.
 * </ul>
 */
public final class StrictEngine extends ForwardingEngine {

    public StrictEngine(Engine inner) {
        super(inner);
    }

    @Override
    public Session openSession() {
        return new StrictSession(inner().openSession(), capabilities());
    }
}
