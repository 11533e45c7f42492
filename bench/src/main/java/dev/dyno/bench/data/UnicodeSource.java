package dev.dyno.bench.data;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Every code point that has a name: partition = its block, sort key = the code point as 4 big-endian bytes, value =
 * category (1 byte), script (1 byte, {@link UnicodeScript#ordinal}), numeric value (4 bytes, -1 for none), name.
 */
final class UnicodeSource {

    private static final int FIXED_BYTES = 6;

    private UnicodeSource() {
    }

    static List<RealItem> items() {
        List<RealItem> items = new ArrayList<>();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String name = Character.getName(codePoint);
            if (name != null) {
                items.add(item(codePoint, name));
            }
        }
        return items;
    }

    private static RealItem item(int codePoint, String name) {
        UnicodeBlock block = UnicodeBlock.of(codePoint);
        String partition = block == null ? "NO BLOCK" : block.toString();
        byte[] sort = ByteBuffer.allocate(Integer.BYTES).putInt(codePoint).array();
        return new RealItem(partition.getBytes(StandardCharsets.UTF_8), sort, () -> value(codePoint, name));
    }

    private static byte[] value(int codePoint, String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(FIXED_BYTES + text.length)
                .put((byte) Character.getType(codePoint))
                .put((byte) UnicodeScript.of(codePoint).ordinal())
                .putInt(Character.getNumericValue(codePoint))
                .put(text)
                .array();
    }
}
