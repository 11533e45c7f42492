package dev.dyno.hash;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A size class of the arena in an image of the index.
 *
 * <pre>
 * offset  bytes  field     type   meaning
 *      0      8  free      u64    place of the first piece that was given back; 0: none
 *      8      8  next      u64    place of the next piece of its chunk
 *     16      8  chunkEnd  u64    place where the chunk ends
 * </pre>
 */
final class IndexClassLayout {

    static final Layout LAYOUT = Layout.littleEndian("index size class", 1);
    static final Field.U64 FREE = LAYOUT.u64("free", "place of the first piece that was given back; 0: none");
    static final Field.U64 NEXT = LAYOUT.u64("next", "place of the next piece of its chunk");
    static final Field.U64 CHUNK_END = LAYOUT.u64("chunkEnd", "place where the chunk ends");
    static final int LENGTH = LAYOUT.seal(24);

    private IndexClassLayout() {
    }
}
