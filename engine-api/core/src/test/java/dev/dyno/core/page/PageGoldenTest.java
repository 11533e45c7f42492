package dev.dyno.core.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.layout.Dump;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of a small page, every field with its name. Rewritten by {@code -Dgolden=rewrite}. */
class PageGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/page.dump");
    private static final int BYTES = 256;

    @Test
    void theFormatChangesOnlyOnPurpose() throws IOException {
        try (Region memory = Memory.system().map(4096, "test", false)) {
            long page = memory.address();
            long scratch = page + 2048;
            UnsafeBuffer buffer = new UnsafeBuffer(page, BYTES);
            UnsafeBuffer text = new UnsafeBuffer(scratch, 1024);
            SlottedPage.init(page, BYTES, scratch, put(text, 0, "user/"));
            for (String entry : new String[] {"user/ann=1", "user/annabelle=22", "user/bob=333", "user/=0"}) {
                int key = put(text, 0, entry.substring(0, entry.indexOf('=')));
                int value = put(text, 512, entry.substring(entry.indexOf('=') + 1));
                int index = -SlottedPage.find(page, scratch, key) - 1;
                SlottedPage.insert(page, index, scratch, key, scratch + 512, value);
            }
            SlottedPage.remove(page, SlottedPage.find(page, scratch, put(text, 0, "user/bob")));
            Dump dump = new Dump().heading("page").enter().structure(PageLayout.LAYOUT, buffer, 0, 0);
            for (int i = 0; i < SlottedPage.count(page); i++) {
                int slot = SlottedPage.HEADER_BYTES + i * SlottedPage.SLOT_BYTES;
                dump.heading("slot").enter().structure(SlotLayout.LAYOUT, buffer, slot, slot).leave();
            }
            int heap = PageLayout.HEAP_START.get(page);
            dump.bytes("heap", buffer, heap, BYTES - heap, heap);
            if ("rewrite".equals(System.getProperty("golden"))) {
                Files.createDirectories(GOLDEN.getParent());
                Files.writeString(GOLDEN, dump.toString());
            }
            assertEquals(Files.readString(GOLDEN), dump.toString());
        }
    }

    private static int put(UnsafeBuffer text, int offset, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        text.putBytes(offset, bytes);
        return bytes.length;
    }
}
