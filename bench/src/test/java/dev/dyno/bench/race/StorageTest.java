package dev.dyno.bench.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {

    private static final long HOLE_BYTES = 256 << 20;

    @TempDir
    private Path folder;

    @Test
    void aCopyHasWhatIsBelowAndLeavesHolesAsTheyAre() throws IOException {
        Path from = Files.createDirectories(folder.resolve("from").resolve("below")).getParent();
        try (RandomAccessFile file = new RandomAccessFile(from.resolve("below/map").toFile(), "rw")) {
            file.seek(HOLE_BYTES);
            file.writeLong(42);
        }
        Files.writeString(from.resolve("name"), "lmdb");
        Path to = folder.resolve("to").resolve("copy");

        Storage.copy(from, to);

        assertEquals("lmdb", Files.readString(to.resolve("name")));
        try (RandomAccessFile file = new RandomAccessFile(to.resolve("below/map").toFile(), "r")) {
            assertEquals(HOLE_BYTES + Long.BYTES, file.length());
            file.seek(HOLE_BYTES);
            assertEquals(42, file.readLong());
        }
        long holes = HOLE_BYTES / 2; // a file system without holes has none to keep
        assertTrue(Storage.allocatedBytes(from) > holes || Storage.allocatedBytes(to) < holes, "holes were filled");
    }

    @Test
    void aCopyThatFailsSaysWhy() {
        Path missing = folder.resolve("missing");
        String message = assertThrows(IOException.class,
                () -> Storage.copy(missing, folder.resolve("to"))).getMessage();
        assertTrue(message.contains("missing"), message);
    }
}
