package dev.dyno.api.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedMemoryTest {

    @Test
    void regionsAreZeroedAlignedAndAccountedFor() {
        try (GuardedMemory memory = new GuardedMemory()) {
            Region small = memory.map(5000, "small", false);
            Region huge = memory.map(3L << 20, "huge", true);
            assertEquals(5000 + (3L << 20), memory.outstandingBytes());
            assertEquals(0, small.address() % 4096);
            assertEquals(0, huge.address() % (2L << 20));
            for (int i = 0; i < 5000; i++) {
                assertEquals(0, UnsafeApi.getByte(small.address() + i));
                UnsafeApi.putByte(small.address() + i, (byte) i);
            }
            UnsafeApi.putByte(huge.address() + huge.bytes() - 1, (byte) 1);
            small.close();
            huge.close();
            assertEquals(0, memory.outstandingBytes());
            assertThrows(IllegalStateException.class, small::close);
        }
    }

    @Test
    void overrunsShowOnClose() {
        try (GuardedMemory memory = new GuardedMemory()) {
            Region region = memory.map(100, "overrun", false);
            UnsafeApi.putByte(region.address() + 103, (byte) 0);
            AssertionError overrun = assertThrows(AssertionError.class, region::close);
            assertEquals("region overrun: tag=overrun, bytes=100, offset=103", overrun.getMessage());
        }
    }

    @Test
    void leaksNameTagBytesAndTaker() {
        GuardedMemory memory = new GuardedMemory();
        Region kept = memory.map(10, "kept", false);
        memory.map(20, "lost", false);
        kept.close();
        AssertionError leaks = assertThrows(AssertionError.class, memory::assertNoLeaks);
        assertEquals("regions not closed: regions=1, bytes=20, lost=20", leaks.getMessage());
        assertTrue(List.of(leaks.getSuppressed()[0].getStackTrace()).stream()
                .anyMatch(frame -> frame.getMethodName().equals("leaksNameTagBytesAndTaker")));
        assertThrows(AssertionError.class, memory::close);
        assertThrows(IllegalStateException.class, () -> memory.map(1, "late", false));
    }

    @Test
    void closedRegionsAreNotTakenAgain() {
        try (GuardedMemory memory = new GuardedMemory()) {
            Region first = memory.map(4096, "first", false);
            first.close();
            Region second = memory.map(4096, "second", false);
            assertNotEquals(first.address(), second.address());
            second.close();
        }
    }

    @Test
    void touchingWhatIsNotYoursEndsTheProcess(@TempDir Path directory) throws Exception {
        assertEquals(0, touch(directory, "nothing"));
        assertNotEquals(0, touch(directory, "closed"));
        assertNotEquals(0, touch(directory, "before"));
        assertNotEquals(0, touch(directory, "behind"));
    }

    private static int touch(Path directory, String what) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + directory.resolve("crash.log"),
                "-cp", System.getProperty("java.class.path"), Touch.class.getName(), what)
                .redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    /** The child's main. */
    static final class Touch {

        private Touch() {
        }

        public static void main(String[] args) {
            GuardedMemory memory = new GuardedMemory();
            Region region = memory.map(4096, "touched", false);
            long address = switch (args[0]) {
                case "before" -> region.address() - 1;
                case "behind" -> region.address() + 4096;
                default -> region.address();
            };
            if (args[0].equals("closed")) {
                region.close();
            }
            UnsafeApi.putByte(address, (byte) 1);
        }
    }
}
