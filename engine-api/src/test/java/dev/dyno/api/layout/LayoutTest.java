package dev.dyno.api.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void aMisalignedFieldFailsAtDeclaration() {
        Layout layout = Layout.littleEndian("crooked", 1);
        layout.u8("kind", "");
        String message = assertThrows(IllegalStateException.class, () -> layout.u32("length", "")).getMessage();
        assertTrue(message.contains("offset=1") && message.contains("alignment=4"), message);
    }

    @Test
    void aWrongLengthFailsAtSeal() {
        Layout layout = Layout.littleEndian("short", 1);
        layout.u32("length", "");
        assertThrows(IllegalStateException.class, () -> layout.seal(8));
    }

    @Test
    void aFieldTwiceOrBehindTheRestIsRefused() {
        Layout layout = Layout.littleEndian("double", 1);
        layout.u32("length", "");
        assertThrows(IllegalStateException.class, () -> layout.u32("length", ""));
        layout.rest("value", "");
        assertThrows(IllegalStateException.class, () -> layout.u32("late", ""));
    }

    @Test
    void dumpShowsEveryFieldWithItsBytes() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[FileHeader.LENGTH]);
        new FileHeader("log", "segment", 1, 7).encode(buffer, 0);
        assertEquals("""
                file
                  00000000  44 59 4e 4f 46 49 4c 45   magic 4993446653174110532
                  00000008  6c 6f 67 00 00 00 00 00   engine 'log'
                  00000010  00 00 00 00 00 00 00 00
                  00000018  73 65 67 6d 65 6e 74 00   kind 'segment'
                  00000020  00 00 00 00 00 00 00 00
                  00000028  01 00 00 00               version 1
                  0000002c  00 00 00 00               reserved
                  00000030  07 00 00 00 00 00 00 00   engineId 7
                """, new Dump().heading("file").enter().structure(FileHeader.LAYOUT, buffer, 0, 0).toString()
                .lines().limit(9).map(line -> line + "\n").reduce("", String::concat));
    }
}
