package dev.dyno.core.log;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * A frame of the log: one commit group, valid as a whole or not at all.
 *
 * <pre>
 * offset  bytes  field          type   meaning
 *      0      4  length         u32    bytes of the frame, a multiple of 8, stored last; 0 ends the segment
 *      4      4  checksum       u32    CRC32C of bytes 8 .. length-1, xor the low word of the salt
 *      8      8  position       u64    where the frame lies in the log; elsewhere it is not valid
 *     16      8  durable        u64    the log up to this position was durable when the frame was stored
 *     24      8  firstSequence  u64    of its first commit; the next commit's if it has none
 *     32      4  commits        u32    how many; 0 if it changes only the catalogue
 *     36      4  gap            u32    bytes between the frame before it and this one; 0 inside a segment
 *     40         operations            see the operation layout, each padded with zeros to 8
 * </pre>
 *
 * <p>Why the length is outside the checksum: a reader must know how much to check. A torn length makes the checksum
 * cover the wrong bytes. Why positions and not sequences tell what is durable: a frame without commits has no sequence
 * of its own, and a hole in place of it must be found too.
 *
 * <p>Invariants
 * <ul>
 * <li>F1 frames begin at multiples of 8 and never cross a segment's end
 * <li>F2 position - gap is the end of the frame before it: the frames are a chain
 * <li>F3 firstSequence is the last sequence before the frame plus 1
 * <li>F4 durable is at most position
 * </ul>
 */
final class FrameLayout {

    static final Layout LAYOUT = Layout.littleEndian("log frame", 1);
    static final Field.U32 FRAME_LENGTH =
            LAYOUT.u32("length", "bytes of the frame, a multiple of 8, stored last; 0 ends the segment");
    static final Field.U32 CHECKSUM =
            LAYOUT.u32("checksum", "CRC32C of bytes 8 .. length-1, xor the low word of the salt");
    static final Field.U64 POSITION =
            LAYOUT.u64("position", "where the frame lies in the log; elsewhere it is not valid");
    static final Field.U64 DURABLE =
            LAYOUT.u64("durable", "the log up to this position was durable when the frame was stored");
    static final Field.U64 FIRST_SEQUENCE =
            LAYOUT.u64("firstSequence", "of its first commit; the next commit's if it has none");
    static final Field.U32 COMMITS = LAYOUT.u32("commits", "how many; 0 if it changes only the catalogue");
    static final Field.U32 GAP =
            LAYOUT.u32("gap", "bytes between the frame before it and this one; 0 inside a segment");
    static final Field.Opaque OPERATIONS =
            LAYOUT.rest("operations", "see the operation layout, each padded with zeros to 8");
    static final int LENGTH = LAYOUT.seal(40);

    private static final int CHECKED_FROM = 8;

    private FrameLayout() {
    }

    static int checksum(long address, int length, long salt) {
        return Crc32c.INSTANCE.compute(address, CHECKED_FROM, length - CHECKED_FROM) ^ (int) salt;
    }

    /**
     * Whether a frame begins here. Total: any bytes answer.
     *
     * @param room bytes from {@code address} to the end of the segment
     * @param position in the log
     */
    static boolean isValid(long address, int room, long position, long salt) {
        if (room < LENGTH || POSITION.get(address) != position) {
            return false;
        }
        int length = FRAME_LENGTH.getAcquire(address); // sees F5
        return length >= LENGTH && length <= room && (length & 7) == 0
                && CHECKSUM.get(address) == checksum(address, length, salt);
    }

    /** Bytes a frame or operation takes with its padding. */
    static int padded(int length) {
        return length + 7 & -8;
    }
}
