package dev.dyno.core.log;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * A frame of the log: one commit group, valid as a whole or not at all.
 *
 * <pre>
 * offset  bytes  field       type   meaning
 *      0      4  length      u32    of the frame, a multiple of 4, plus 1 if it has an anchor; stored last; 0: no frame
 *      4      4  checksum    u32    CRC32C of bytes 8 .. length-1, xor a mix of salt, position and length
 *      8         anchor             see the anchor layout; without one the frame is one commit
 *                operations         see the operation layout; padded with zeros to 4
 * </pre>
 *
 * <p>Most frames are single puts, and a log is half of what a merge tree writes: so a frame says of itself only what
 * its place cannot tell. Where it lies in the log, and which sequence is next, follow from the frames before it; the
 * checksum covers the first, and anchors say both again, see {@link AnchorLayout}.
 *
 * <p>Why the length is outside the CRC: a reader must know how much to check. A torn length makes the checksum cover
 * the wrong bytes.
 *
 * <p>Invariants
 * <ul>
 * <li>F1 frames begin at multiples of 4 and never cross a segment's end
 * <li>F2 the first frame of a segment has an anchor: its gap leads back to the frame before it. The frames are a chain
 * <li>F3 the first sequence of a frame is the last sequence before it plus 1
 * </ul>
 */
final class FrameLayout {

    static final Layout LAYOUT = Layout.littleEndian("log frame", 2);
    static final Field.U32 FRAME_LENGTH = LAYOUT.u32("length",
            "of the frame, a multiple of 4, plus 1 if it has an anchor; stored last; 0: no frame");
    static final Field.U32 CHECKSUM =
            LAYOUT.u32("checksum", "CRC32C of bytes 8 .. length-1, xor a mix of salt, position and length");
    static final Field.Opaque ANCHOR =
            LAYOUT.rest("anchor", "see the anchor layout; without one the frame is one commit");
    static final Field.Opaque OPERATIONS =
            LAYOUT.rest("operations", "see the operation layout; padded with zeros to 4");
    static final int LENGTH = LAYOUT.seal(8);

    static final int ALIGNMENT = 4;
    static final int ANCHORED = 1;

    private FrameLayout() {
    }

    static int length(long address) {
        return FRAME_LENGTH.get(address) & -ALIGNMENT;
    }

    static boolean isAnchored(long address) {
        return (FRAME_LENGTH.get(address) & ANCHORED) != 0;
    }

    /** The fields of a frame's anchor, if it has one. */
    static long anchor(long address) {
        return address + LENGTH;
    }

    /** Where operations begin, from the frame's first byte. */
    static int operations(long address) {
        return isAnchored(address) ? LENGTH + AnchorLayout.LENGTH : LENGTH;
    }

    /** Of a frame whose length is stored. The mixer is half of SplitMix64's (Steele, Lea, Flood, 2014). */
    static int checksum(long address, long position, long salt) {
        int stored = FRAME_LENGTH.get(address);
        long mixed = (salt ^ position) + stored * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        return Crc32c.INSTANCE.compute(address, LENGTH, (stored & -ALIGNMENT) - LENGTH) ^ (int) (mixed >>> 32);
    }

    /** Whether there can be a frame of the length that is stored here. Total: any bytes answer. */
    static boolean hasLength(long address, int room) {
        if (room < LENGTH) {
            return false;
        }
        int stored = FRAME_LENGTH.getAcquire(address); // sees F5
        int length = stored & -ALIGNMENT;
        return (stored & ~ANCHORED) == length && length <= room
                && length > ((stored & ANCHORED) == 0 ? LENGTH : LENGTH + AnchorLayout.LENGTH);
    }

    /**
     * Whether a frame begins here. Total: any bytes answer.
     *
     * @param room bytes from {@code address} to the end of the segment
     * @param position in the log
     */
    static boolean isValid(long address, int room, long position, long salt) {
        return hasLength(address, room) && CHECKSUM.get(address) == checksum(address, position, salt);
    }

    /** Bytes a frame takes with its padding. */
    static int padded(int length) {
        return length + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
