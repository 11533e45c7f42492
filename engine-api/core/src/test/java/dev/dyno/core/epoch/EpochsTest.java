package dev.dyno.core.epoch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.UnsafeApi;
import org.agrona.collections.MutableLong;
import org.junit.jupiter.api.Test;

class EpochsTest {

    private final List<Long> freed = new ArrayList<>();

    @Test
    void nothingIsFreedWhileASlotIsInside() {
        try (Epochs epochs = new Epochs(Memory.system(), 4, (address, bytes) -> freed.add(address))) {
            int reader = epochs.open();
            int other = epochs.open();
            epochs.enter(reader);
            for (long address = 1; address <= 200; address++) {
                epochs.retire(address, 10);
                epochs.enter(other);
                assertEquals(0, epochs.reclaim());
                epochs.exit(other);
            }
            assertEquals(2000, epochs.retiredBytes());
            assertEquals(200, epochs.lag());
            assertThrows(IllegalStateException.class, epochs::close);
            epochs.exit(reader);
            epochs.enter(reader);
            assertEquals(200, epochs.reclaim(), "a reader that came later holds nothing back");
            assertEquals(0, epochs.retiredBytes());
            assertEquals(freed.stream().sorted().toList(), freed, "in the order of retiring");
            epochs.close(reader);
            epochs.close(other);
        }
    }

    @Test
    void slotsAreLimitedAndUsedAgain() {
        try (Epochs epochs = new Epochs(Memory.system(), 2, (address, bytes) -> { })) {
            epochs.open();
            int second = epochs.open();
            assertTrue(assertThrows(IllegalStateException.class, epochs::open).getMessage().contains("limit=2"));
            epochs.close(second);
            assertEquals(second, epochs.open());
        }
    }

    /** A reader follows a pointer while a writer replaces what it points to: what it finds is never poisoned. */
    @Test
    void aReaderNeverSeesFreedMemory() throws InterruptedException {
        int cells = 64;
        try (Region memory = Memory.system().map(4096, "cells", false)) {
            List<Long> free = new ArrayList<>();
            for (int i = 1; i < cells; i++) {
                free.add(memory.address() + 8L * i);
            }
            AtomicLong pointer = new AtomicLong(memory.address());
            AtomicBoolean running = new AtomicBoolean(true);
            MutableLong bad = new MutableLong();
            UnsafeApi.putLong(pointer.get(), 1);
            Epochs epochs = new Epochs(Memory.system(), 1, (address, bytes) -> {
                UnsafeApi.putLong(address, -1);
                free.add(address);
            });
            Thread reader = new Thread(() -> {
                int slot = epochs.open();
                while (running.get()) {
                    epochs.enter(slot);
                    long cell = pointer.get();
                    for (int i = 0; i < 20; i++) {
                        bad.value += UnsafeApi.getLongVolatile(null, cell) > 0 ? 0 : 1;
                    }
                    epochs.exit(slot);
                }
                epochs.close(slot);
            });
            reader.start();
            for (long i = 2; i < 300_000; i++) {
                while (free.isEmpty()) {
                    epochs.reclaim();
                }
                long cell = free.removeLast();
                UnsafeApi.putLong(cell, i);
                epochs.retire(pointer.getAndSet(cell), 8);
            }
            running.set(false);
            reader.join();
            assertEquals(0, bad.value);
            epochs.close();
        }
    }
}
