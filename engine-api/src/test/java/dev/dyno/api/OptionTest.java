package dev.dyno.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionTest {

    private static final Option<Long> PAGE = Option.bytes("page-bytes", 8192, 4096, 65536, "of a page");
    private static final Option<Durability> LEVEL = Option.choice("level", Durability.SYNC, "of writes");
    private static final List<Option<?>> ALL = List.of(PAGE, LEVEL);

    @Test
    void sizesAreReadAndWrittenWithUnits() {
        assertEquals(16384L, PAGE.parse("16KiB"));
        assertEquals("4KiB to 64KiB", PAGE.allowed());
        assertEquals("64MiB", Option.formatBytes(64L << 20));
        assertEquals("4097", Option.formatBytes(4097));
        assertEquals(3L << 40, Option.parseBytes("3 TiB"));
    }

    @Test
    void refusalsNameTheOptionTheValueAndWhatIsAllowed() {
        assertEquals("option out of range: page-bytes=1, allowed=4KiB to 64KiB",
                assertThrows(IllegalArgumentException.class, () -> PAGE.parse("1")).getMessage());
        assertEquals("option out of range: page-bytes=99999999999TiB, allowed=4KiB to 64KiB",
                refusal(() -> Option.check("btree", ALL, Map.of("page-bytes", "99999999999TiB"))));
        assertEquals("option out of range: level=Always, allowed=engine, memory, process, sync",
                refusal(() -> Option.check("btree", ALL, Map.of("level", "Always"))));
        assertEquals("unknown option: engine=btree, option=page-byte, did you mean 'page-bytes'?",
                refusal(() -> Option.check("btree", ALL, Map.of("page-byte", "4096"))));
        assertTrue(refusal(() -> Option.check("btree", ALL, Map.of("colour", "red")))
                .endsWith("option=colour; there are: page-bytes, level"));
    }

    @Test
    void choicesIgnoreCase() {
        assertEquals(Durability.MEMORY, LEVEL.parse("memory"));
    }

    private static String refusal(Runnable refused) {
        try {
            refused.run();
        } catch (IllegalArgumentException | ArithmeticException e) {
            return e.getMessage();
        }
        throw new AssertionError("was not refused");
    }
}
