package dev.dyno.core.log;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * What some frames say beside their operations: where they belong, and how far the log was durable before them.
 *
 * <pre>
 * offset  bytes  field          type   meaning
 *      0      8  durable        u64    the log up to this position was durable when the frame was stored
 *      8      8  firstSequence  u64    of its first commit; the next commit's if it has none
 *     16      4  commits        u32    how many; 0 if it changes only the catalogue
 *     20      4  gap            u32    bytes between the frame before it and this one; 0 inside a segment
 * </pre>
 *
 * <p>A frame has one if it is not a single commit, if more of the log is durable than the last anchor said, or if none
 * before it begins in its page: so a reader that finds a hole has a witness in each page behind it. Why positions and
 * not sequences tell what is durable: a frame without commits has no sequence of its own, and a hole in place of it
 * must be found too.
 *
 * <p>Invariant F4: durable is at most the frame's position.
 */
final class AnchorLayout {

    static final Layout LAYOUT = Layout.littleEndian("log anchor", 1);
    static final Field.U64 DURABLE =
            LAYOUT.u64("durable", "the log up to this position was durable when the frame was stored");
    static final Field.U64 FIRST_SEQUENCE =
            LAYOUT.u64("firstSequence", "of its first commit; the next commit's if it has none");
    static final Field.U32 COMMITS = LAYOUT.u32("commits", "how many; 0 if it changes only the catalogue");
    static final Field.U32 GAP =
            LAYOUT.u32("gap", "bytes between the frame before it and this one; 0 inside a segment");
    static final int LENGTH = LAYOUT.seal(24);

    /** Of every page of the log that frames begin in, the first one has an anchor. */
    static final int PAGE_BYTES = 4096;

    private AnchorLayout() {
    }
}
