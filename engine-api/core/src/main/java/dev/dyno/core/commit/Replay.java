package dev.dyno.core.commit;

import dev.dyno.api.memory.Memory;
import dev.dyno.core.log.FrameView;
import dev.dyno.core.log.FrameVisitor;

/**
 * Brings a replay to the {@link Applier}: frame by frame, or, up to where no listener needs the order of commits,
 * by {@link Portion}s of many frames in the order of hashes. Nobody reads meanwhile, and a replay that fails leaves no
 * engine: so no commit needs to be whole before the portion's end.
 *
 * <p>Invariants
 * <ul>
 * <li>R7 changes of one key are applied in the order of their commits
 * <li>R8 a change of the catalogue comes behind all changes before it
 * </ul>
 *
 * <p>Threads: the one that opens the engine.
 */
public final class Replay implements FrameVisitor, AutoCloseable {

    /** Operations whose bytes are fetched together, because in this order each is a cache miss or some. */
    private static final int FETCHED = 32;

    private final Applier applier;
    /** Listeners have the commits up to this sequence. */
    private final long kept;
    private final boolean byHash;
    private final Memory memory;
    private final FrameView view = new FrameView();
    /** Null before the first operation. */
    private Portion portion;

    Replay(Applier applier, long kept, Memory memory) {
        this.applier = applier;
        this.kept = kept;
        this.memory = memory;
        byHash = kept > 0 && applier.index().replaysByHash();
    }

    @Override
    public void onEngine(long id) {
        applier.index().engine(id);
    }

    @Override
    public void onFrame(FrameView frame) {
        boolean reported = frame.lastSequence() > kept;
        if (!byHash || reported || frame.commits() == 0) {
            end();
            applier.onFrame(frame, reported);
        } else {
            while (frame.next()) {
                add(frame);
            }
        }
    }

    private void add(FrameView frame) {
        if (portion == null) {
            portion = new Portion(memory, Portion.OPERATIONS_MAX);
        }
        if (!portion.add(frame)) {
            end();
            portion.add(frame);
        }
    }

    /** Applies what is left. */
    public void end() {
        if (portion == null || portion.count() == 0) {
            return;
        }
        portion.sort();
        int count = portion.count();
        applier.index().beginByHash();
        try {
            for (int i = 0; i < count; i++) {
                if (i % FETCHED == 0) {
                    portion.fetch(i, Math.min(count, i + FETCHED));
                }
                applier.apply(portion.show(i, view));
            }
        } finally {
            applier.index().publish(portion.lastSequence());
        }
        portion.clear();
    }

    @Override
    public void close() {
        if (portion != null) {
            portion.close();
        }
    }
}
