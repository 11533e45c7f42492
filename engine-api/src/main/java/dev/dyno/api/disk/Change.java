package dev.dyno.api.disk;

import java.util.Arrays;

/**
 * One change of a file that is not yet durable.
 *
 * @param bytes what was written; empty for zeros and sizes
 * @param length bytes changed from the position on; for a size, those it cut off
 * @param sizeAfter of the file
 */
record Change(Kind kind, long position, long length, byte[] bytes, long sizeAfter) {

    enum Kind { DATA, ZERO, SIZE }

    static Change data(long position, byte[] bytes, long sizeBefore) {
        return new Change(Kind.DATA, position, bytes.length, bytes, Math.max(sizeBefore, position + bytes.length));
    }

    static Change zero(long position, long length, long sizeBefore) {
        return new Change(Kind.ZERO, position, length, new byte[0], Math.max(sizeBefore, position + length));
    }

    static Change size(long sizeBefore, long sizeAfter) {
        return new Change(Kind.SIZE, sizeAfter, Math.max(0, sizeBefore - sizeAfter), new byte[0], sizeAfter);
    }

    boolean cuts() {
        return kind == Kind.SIZE && length > 0;
    }

    boolean touches(long from, long to) {
        return position < to && position + length > from;
    }

    /** All of it. */
    void applyTo(Image image) {
        if (kind == Kind.DATA) {
            image.write(position, bytes);
        } else if (kind == Kind.ZERO) {
            image.zero(position, position + length);
        }
        image.setSize(sizeAfter);
    }

    /** The part of it that lies in one sector. */
    void applyTo(byte[] sector, long sectorPosition) {
        long from = Math.max(position, sectorPosition);
        long to = Math.min(position + length, sectorPosition + sector.length);
        if (from >= to) {
            return;
        }
        int offset = (int) (from - sectorPosition);
        if (kind == Kind.DATA) {
            System.arraycopy(bytes, (int) (from - position), sector, offset, (int) (to - from));
        } else {
            Arrays.fill(sector, offset, offset + (int) (to - from), (byte) 0);
        }
    }
}
