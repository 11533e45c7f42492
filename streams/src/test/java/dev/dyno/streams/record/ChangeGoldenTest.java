package dev.dyno.streams.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of a record, every field with its name. Rewritten by {@code -Dgolden=rewrite}. */
class ChangeGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/change.dump");

    @Test
    void theFormatChangesOnlyOnPurpose() throws IOException {
        Dump dump = new Dump();
        try (Region region = Memory.system().map(4096, "test", false)) {
            UnsafeBuffer bytes = new UnsafeBuffer(region.address(), 4096);
            int end = 0;
            for (ViewType view : ViewType.values()) {
                end = write(bytes, end, view, dump);
            }
        }
        if ("rewrite".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, dump.toString());
        }
        assertEquals(Files.readString(GOLDEN), dump.toString());
    }

    private static int write(UnsafeBuffer bytes, int at, ViewType view, Dump dump) {
        Key key = Key.of("u7", "o1");
        ItemView oldItem = item("cart");
        ItemView newItem = item("");
        int length = Changes.encode(bytes.addressOffset() + at, 3 << 16 | 2, 1_700_000_000_000L, view, Kind.MODIFY, key,
                oldItem, newItem, true);
        assertEquals(length, Changes.length(view, key, oldItem, newItem));
        assertEquals(length, Changes.lengthAt(bytes.addressOffset() + at));
        ChangeView read = new ChangeView().wrap(bytes, at);
        assertEquals(view.hasOld(), read.oldItem().exists());
        assertEquals(view.hasNew(), read.newItem().exists(), "an empty image is an image");
        dump.heading("record of " + view).enter();
        ChangeView.dump(dump, bytes, at, at);
        dump.leave();
        return at + Changes.aligned(length);
    }

    @Test
    void everyFlippedBitAndEveryCutIsFound() {
        try (Region region = Memory.system().map(4096, "test", false)) {
            UnsafeBuffer bytes = new UnsafeBuffer(region.address(), 4096);
            Key key = Key.of("u7", "o1");
            Changes.encode(region.address(), 9, 1, ViewType.NEW_AND_OLD_IMAGES, Kind.MODIFY, key, item("a"), item("b"),
                    true);
            int length = Changes.lengthAt(region.address());
            assertTrue(Changes.isValid(region.address(), length));
            assertFalse(Changes.isValid(region.address(), length - 1));
            for (int bit = 0; bit < 8 * length; bit++) {
                bytes.putByte(bit / 8, (byte) (bytes.getByte(bit / 8) ^ 1 << bit % 8));
                assertFalse(Changes.isValid(region.address(), 4096), "bit " + bit);
                bytes.putByte(bit / 8, (byte) (bytes.getByte(bit / 8) ^ 1 << bit % 8));
            }
        }
    }

    private static ItemView item(String value) {
        ItemView item = new ItemView();
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        item.wrap(new UnsafeBuffer(bytes), 0, bytes.length, 1);
        return item;
    }
}
