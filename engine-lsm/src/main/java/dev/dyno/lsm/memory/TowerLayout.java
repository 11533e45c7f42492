package dev.dyno.lsm.memory;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * A tower of a skip list: one key, and the towers behind it on each of its levels.
 *
 * <pre>
 * offset  bytes  field   type   meaning
 *      0      8  record  u64    address of the key's newest record; 0 in the list's head
 *      8      8  head    u64    the key's first 8 bytes: the partition's hash
 *     16         next           addresses of the next towers, from level 0 up; 0 none
 * </pre>
 *
 * <p>How high it is does not stand in it: it is found only on levels that it has.
 */
final class TowerLayout {

    static final Layout LAYOUT = Layout.littleEndian("skip list tower", 1);
    static final Field.U64 RECORD = LAYOUT.u64("record", "address of the key's newest record; 0 in the list's head");
    static final Field.U64 HEAD = LAYOUT.u64("head", "the key's first 8 bytes: the partition's hash");
    static final Field.Opaque NEXT = LAYOUT.rest("next", "addresses of the next towers, from level 0 up; 0 none");
    static final int LENGTH = LAYOUT.seal(16);

    /** One in so many towers reaches the next level: high lists have more levels than misses they save. */
    static final int FAN_OUT = 4;
    static final int HEIGHT_MAX = 14;

    private TowerLayout() {
    }

    static int bytes(int height) {
        return LENGTH + 8 * height;
    }
}
