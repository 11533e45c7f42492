package dev.dyno.cache.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import dev.dyno.api.layout.Layout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Each format is known by its bytes and read as it says; damage is reported with its place. */
class TraceFilesTest {

    @TempDir
    private Path folder;

    @Test
    void decimalLinesWithMarkers() throws IOException {
        assertEquals(List.of(7L, 0L, 7L, 123456L), keys(gzip("7\n0\n*\n7\n\n123456\n*")));
    }

    @Test
    void addressesByCacheLine() throws IOException {
        assertEquals(List.of(0x1fffff50L >>> 6, 0x1fffff58L >>> 6, 2L),
                keys(gzip("s 0x1fffff50 1\nl 0x1fffff58 1\nl 0x80 6")));
    }

    @Test
    void bigEndianKeysInXz() throws IOException {
        Path file = folder.resolve("keys.trace.xz");
        try (OutputStream out = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options())) {
            out.write(new byte[] {0, 0, 0, 1, 0, 0, 1, 0, -1, -1, -1, -1});
        }
        assertEquals(List.of(1L, 256L, 0xffff_ffffL), keys(file));
    }

    @Test
    void ourOwnWithSizes() throws IOException {
        for (String name : List.of("own.trace", "own.trace.gz")) {
            Path file = folder.resolve(name);
            try (TraceWriter writer = TraceWriter.to(file)) {
                writer.add(-5, 116);
                writer.add(Long.MAX_VALUE, 1);
            }
            assertEquals(List.of(-5L, Long.MAX_VALUE), keys(file));
            try (Trace trace = TraceFiles.open(file)) {
                assertTrue(trace.next());
                assertEquals(116, trace.bytes());
            }
        }
    }

    @Test
    void theLayoutIsTheJavadocs() throws IOException {
        Path source = Path.of("src/main/java/dev/dyno/cache/replay/TraceLayout.java");
        String text = Files.readString(source).replace("\n * ", "\n");
        for (Layout layout : List.of(TraceLayout.START, TraceLayout.REQUEST)) {
            assertTrue(text.contains(layout.toTable().strip()), layout::toTable);
        }
    }

    @Test
    void damageIsReportedWithItsPlace() throws IOException {
        assertDamaged(gzip("1\n2\nthree\n"), "line 3");
        assertDamaged(gzip("l 0x10 1\nl ten 1\n"), "line 2");
        Path cut = folder.resolve("cut.trace");
        Files.write(cut, new byte[] {0, 0, 0, 1, 0, 0});
        assertDamaged(cut, "position=4");
        Path own = folder.resolve("own-cut.trace");
        try (TraceWriter writer = TraceWriter.to(own)) {
            writer.add(1, 1);
        }
        byte[] bytes = Files.readAllBytes(own);
        Files.write(own, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        assertDamaged(own, "position=16");
        bytes[8] = 9;
        Files.write(own, bytes);
        assertThrows(EngineException.Incompatible.class, () -> TraceFiles.open(own).close());
        assertThrows(IllegalArgumentException.class, () -> TraceWriter.to(folder.resolve("x")).add(1, 0));
    }

    private static void assertDamaged(Path file, String place) {
        EngineException.Corrupt damage = assertThrows(EngineException.Corrupt.class, () -> keys(file));
        assertTrue(damage.getMessage().contains(place), damage::getMessage);
    }

    private Path gzip(String text) throws IOException {
        Path file = folder.resolve("lines.trace.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static List<Long> keys(Path file) throws IOException {
        List<Long> keys = new ArrayList<>();
        try (Trace trace = TraceFiles.open(file)) {
            while (trace.next()) {
                keys.add(trace.key());
            }
        }
        return keys;
    }
}
