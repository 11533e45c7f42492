package dev.dyno.dynamo.item;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Sizes as DynamoDB counts them: UTF-8 bytes of names and strings, bytes of binaries, numbers by their pairs of digits
 * and a byte, 1 for a null or a boolean, 3 for a list or map and 1 for each of its parts. Source: Amazon's developer
 * guide, "DynamoDB item sizes and formats"; numbers by the form they have there, which is close to ours.
 */
public final class Sizes {

    private static final int CONTAINER_BYTES = 3;

    private Sizes() {
    }

    /** Of the entries that lie between two offsets, without the container's own bytes. */
    static int ofEntries(DirectBuffer buffer, int from, int to) {
        int size = 0;
        int at = from;
        while (at < to) {
            int nameLength = Lengths.get(buffer, at);
            int valueAt = at + Lengths.bytes(nameLength) + nameLength;
            size += nameLength + of(buffer, valueAt);
            at = end(buffer, valueAt);
        }
        return size;
    }

    /** Of one value. */
    public static int of(DirectBuffer buffer, int at) {
        int type = buffer.getByte(at);
        return switch (type) {
            case Types.S, Types.N, Types.B -> Lengths.get(buffer, at + 1);
            case Types.NULL, Types.BOOL -> 1;
            default -> ofContainer(buffer, type, at + 1 + Integer.BYTES, end(buffer, at));
        };
    }

    private static int ofContainer(DirectBuffer buffer, int type, int from, int to) {
        int size = 0;
        int at = from;
        while (at < to) {
            switch (type) {
                case Types.M -> {
                    int nameLength = Lengths.get(buffer, at);
                    at += Lengths.bytes(nameLength) + nameLength;
                    size += 1 + nameLength + of(buffer, at);
                    at = end(buffer, at);
                }
                case Types.L -> {
                    size += 1 + of(buffer, at);
                    at = end(buffer, at);
                }
                default -> {
                    size += Lengths.get(buffer, at);
                    at = Lengths.end(buffer, at);
                }
            }
        }
        return type == Types.M || type == Types.L ? size + CONTAINER_BYTES : size;
    }

    private static int end(DirectBuffer buffer, int at) {
        return switch (buffer.getByte(at)) {
            case Types.S, Types.N, Types.B -> Lengths.end(buffer, at + 1);
            case Types.NULL -> at + 1;
            case Types.BOOL -> at + 2;
            default -> at + 1 + Integer.BYTES + buffer.getInt(at + 1, ByteOrder.LITTLE_ENDIAN);
        };
    }
}
