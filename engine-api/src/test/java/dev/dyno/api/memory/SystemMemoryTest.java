package dev.dyno.api.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

class SystemMemoryTest {

    @Test
    void regionsAreZeroedAlignedAndAccountedFor() {
        SystemMemory memory = new SystemMemory();
        Region small = memory.map(100, "small", false);
        Region huge = memory.map((4L << 20) + 1, "huge", true);
        assertEquals(100 + (4L << 20) + 1, memory.outstandingBytes());
        assertEquals(0, small.address() % 4096);
        assertEquals(0, huge.address() % (2L << 20));
        assertEquals("huge", huge.tag());
        assertEquals(100, small.bytes());
        for (long i = 0; i < huge.bytes(); i += 511) {
            assertEquals(0, UnsafeApi.getByte(huge.address() + i));
            UnsafeApi.putByte(huge.address() + i, (byte) 1);
        }
        UnsafeApi.putByte(huge.address() + huge.bytes() - 1, (byte) 2);
        small.close();
        assertEquals((4L << 20) + 1, memory.outstandingBytes());
        huge.close();
        assertEquals(0, memory.outstandingBytes());
    }

    @Test
    void whatIsDiscardedReadsAsZeros() {
        for (boolean huge : new boolean[] {false, true}) {
            try (Region region = new SystemMemory().map(3 * 4096, "discard", huge)) {
                UnsafeApi.setMemory(region.address(), 3 * 4096, (byte) 7);
                region.discard(4096, 4096);
                assertEquals(7, UnsafeApi.getByte(region.address() + 4095));
                assertEquals(0, UnsafeApi.getLong(region.address() + 4096));
                assertEquals(0, UnsafeApi.getLong(region.address() + 8184));
                assertEquals(7, UnsafeApi.getByte(region.address() + 8192));
                UnsafeApi.putByte(region.address() + 4096, (byte) 1);
                assertEquals(1, UnsafeApi.getByte(region.address() + 4096));
                assertThrows(IllegalArgumentException.class, () -> region.discard(4096, 100));
                assertThrows(IllegalArgumentException.class, () -> region.discard(8192, 8192));
            }
        }
    }

    @Test
    void whatIsPopulatedStaysAsItIs() {
        for (boolean huge : new boolean[] {false, true}) {
            try (Region region = new SystemMemory().map(3 * 4096, "populate", huge)) {
                UnsafeApi.putLong(region.address() + 4096, 42);
                region.populate(0, 3 * 4096);
                assertEquals(42, UnsafeApi.getLong(region.address() + 4096));
                assertEquals(0, UnsafeApi.getLong(region.address() + 8192));
            }
        }
    }

    @Test
    void noStoreBesideAPopulationIsLost() throws InterruptedException {
        try (Region region = new SystemMemory().map(4096, "beside", false)) {
            Thread populates = Thread.ofPlatform().start(() -> {
                while (UnsafeApi.getLongVolatile(null, region.address() + 8) == 0) {
                    region.populate(0, 4096);
                }
            });
            for (int i = 1; i <= 1_000_000; i++) {
                UnsafeApi.putInt(region.address(), i);
                UnsafeApi.putInt(region.address() + 2, i);
                assertEquals(i, UnsafeApi.getInt(region.address() + 2));
            }
            UnsafeApi.putLongVolatile(null, region.address() + 8, 1);
            populates.join();
        }
    }

    @Test
    void addressSpaceIsNotMemory() {
        try (Region region = new SystemMemory().map(256L << 30, "sparse", false)) {
            UnsafeApi.putLong(region.address() + region.bytes() - 8, 42);
            assertEquals(42, UnsafeApi.getLong(region.address() + region.bytes() - 8));
        }
    }

    @Test
    void closingTwiceIsTheCallersError() {
        Region region = new SystemMemory().map(1, "twice", false);
        region.close();
        assertThrows(IllegalStateException.class, region::close);
    }

    @Test
    void whatTheSystemRefusesIsFull() {
        SystemMemory memory = new SystemMemory();
        EngineException.Full full = assertThrows(EngineException.Full.class,
                () -> memory.map(1L << 56, "too much", false));
        assertTrue(full.getMessage().startsWith("no memory: tag=too much, bytes=" + (1L << 56)), full.getMessage());
        assertThrows(IllegalArgumentException.class, () -> memory.map(0, "none", false));
        assertEquals(0, memory.outstandingBytes());
    }
}
