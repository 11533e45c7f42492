package dev.dyno.streams.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is kept as a difference is read as it was, for images that share any bytes at their ends, and it is shorter. */
class DifferencesTest {

    private static final int BYTES = 4096;
    private static final Key KEY = Key.of("u7", "o1");

    private final UnsafeBuffer whole;
    private final UnsafeBuffer stored;
    private final Region region = Memory.system().map(2 * BYTES, "test", false);

    DifferencesTest() {
        whole = new UnsafeBuffer(region.address(), BYTES);
        stored = new UnsafeBuffer(region.address() + BYTES, BYTES);
    }

    @Test
    void anyTwoImagesComeBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] before = new byte[random.nextInt(80)];
            for (int b = 0; b < before.length; b++) {
                before[b] = (byte) random.nextInt(3);
            }
            byte[] after = Arrays.copyOf(before, random.nextInt(4) == 0 ? random.nextInt(80) : before.length);
            for (int changes = random.nextInt(3); changes > 0 && after.length > 0; changes--) {
                after[random.nextInt(after.length)] ^= 1;
            }
            for (ViewType view : ViewType.values()) {
                check(view, Kind.MODIFY, before, after, "case " + i);
            }
        }
        region.close();
    }

    @Test
    void anImageThatIsMostlyTheSameIsKeptOnce() {
        byte[] before = new byte[256];
        byte[] after = new byte[256];
        after[100] = 1;
        int saved = check(ViewType.NEW_AND_OLD_IMAGES, Kind.MODIFY, before, after, "one byte");
        assertEquals(256 - 8 - 1, saved);
        assertEquals(0, check(ViewType.NEW_IMAGE, Kind.MODIFY, before, after, "one image"));
        new SplittableRandom(1).nextBytes(after);
        assertEquals(0, check(ViewType.NEW_AND_OLD_IMAGES, Kind.MODIFY, before, after, "nothing in common"));
        region.close();
    }

    private int check(ViewType view, Kind kind, byte[] before, byte[] after, String name) {
        ItemView oldItem = new ItemView();
        ItemView newItem = new ItemView();
        oldItem.wrap(new UnsafeBuffer(before), 0, before.length, 1);
        newItem.wrap(new UnsafeBuffer(after), 0, after.length, 2);
        int length = Changes.encode(whole.addressOffset(), 9, 5, view, kind, KEY, oldItem, newItem, false);
        long alike = Differences.alike(view, kind, oldItem, newItem);
        int kept = Differences.encode(stored.addressOffset(), 9, 5, view, kind, KEY, oldItem, newItem, alike, true);
        assertTrue(kept <= length, name);
        assertEquals(length - Differences.saved(alike), kept, name);
        assertEquals(kept, Changes.length(stored, 0), name);
        assertTrue(Changes.isValid(stored.addressOffset(), kept), name);
        ChangeView expected = new ChangeView().wrap(whole, 0);
        ChangeView read = new ChangeView().wrap(stored, 0);
        assertEquals(kind, read.kind(), name);
        assertTrue(read.key().sameAs(KEY), name);
        assertSame(expected.oldItem(), read.oldItem(), name);
        assertSame(expected.newItem(), read.newItem(), name);
        return length - kept;
    }

    private static void assertSame(ItemView expected, ItemView read, String name) {
        assertEquals(expected.exists(), read.exists(), name);
        assertEquals(expected.value(), read.value(), name);
    }
}
