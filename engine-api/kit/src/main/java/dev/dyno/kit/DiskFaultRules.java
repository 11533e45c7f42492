package dev.dyno.kit;

import static dev.dyno.api.Capability.DURABLE_PROCESS;
import static dev.dyno.api.Capability.DURABLE_SYNC;
import static dev.dyno.api.Capability.INJECTED_DISK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException.Failed;
import dev.dyno.api.EngineException.Full;
import dev.dyno.api.Key;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import org.junit.jupiter.api.Test;

/** D, third part: a disk that is full, or fails, while the engine runs. */
public interface DiskFaultRules extends RuleFamily {

    @Test
    @Rule("D16")
    default void d16_aFullDiskStopsWritesAndLosesNothing() {
        if (lacks(DURABLE_PROCESS, INJECTED_DISK)) {
            return;
        }
        FaultyDisk disk = new FaultyDisk(fixture().seed());
        fixture().startOn(disk);
        items().put("p", "first", "value");
        disk.limit(DiskImage.of(disk).bytes() + (256 << 10));
        byte[] value = new byte[Math.min(engine().limits().valueBytes(), 64 << 10)];
        int acknowledged = fill(value);
        assertEquals(Engine.State.READ_ONLY, engine().state());
        assertEquals("value", items().get("p", "first"), "reads go on");
        assertEquals(Items.NONE, items().get("p", "s" + acknowledged), "a refused write must write nothing");
        assertThrows(Full.class, () -> items().put(Key.of("p", "refused"), value));

        disk.limit(Long.MAX_VALUE);
        assertTrue(items().put("p", "later", "value") > 0, "when space returns writes go on");
        assertEquals(Engine.State.OPEN, engine().state());
        fixture().reopen();
        for (int i = 0; i < acknowledged; i++) {
            assertEquals(value.length, items().value(Key.of("p", "s" + i)).length, "item s" + i);
        }
        assertEquals(Items.NONE, items().get("p", "s" + acknowledged));
        assertEquals("value", items().get("p", "later"));
    }

    @Test
    @Rule("D17")
    default void d17_aSyncThatFailedIsNeverCalledDurable() {
        if (lacks(DURABLE_SYNC, INJECTED_DISK)) {
            return;
        }
        FaultyDisk disk = new FaultyDisk(fixture().seed());
        fixture().startOn(disk);
        WriteOptions sync = new WriteOptions().durability(Durability.SYNC);
        items().put(Key.of("p", "kept"), "value", sync);
        long durable = engine().durableSequence();
        disk.failSync(1);
        assertThrows(Failed.class, () -> items().put(Key.of("p", "s"), "value", sync));
        assertEquals(Engine.State.FAILED, engine().state());
        assertThrows(Failed.class, () -> items().put(Key.of("p", "t"), "value", sync), "no second try");
        assertThrows(Failed.class, () -> items().put("p", "t", "value"));
        assertThrows(Failed.class, () -> engine().sync());
        assertEquals(durable, engine().durableSequence());
        assertEquals("value", items().get("p", "kept"), "reads of durable items go on");
        fixture().stop();

        FaultyDisk after = disk.afterPowerCut(fixture().seed(), FaultyDisk.Survival.UNSYNCED_LOST);
        checkReopened(after);
    }

    @Test
    @Rule("D18")
    default void d18_aWriteThatFailedIsNotAcknowledged() {
        if (lacks(DURABLE_SYNC, INJECTED_DISK)) {
            return;
        }
        FaultyDisk disk = new FaultyDisk(fixture().seed());
        fixture().startOn(disk);
        items().put("p", "kept", "value");
        disk.failWrite(1);
        WriteOptions sync = new WriteOptions().durability(Durability.SYNC);
        assertThrows(Failed.class, () -> items().put(Key.of("p", "s"), "value", sync));
        assertEquals(Engine.State.FAILED, engine().state());
        assertThrows(Failed.class, () -> items().put("p", "t", "value"));
        assertEquals("value", items().get("p", "kept"));
        fixture().reopen();
        assertEquals("value", items().get("p", "kept"), "what was acknowledged is there");
        assertEquals(Items.NONE, items().get("p", "t"));
    }

    /** Puts until the disk is full. @return how many were acknowledged */
    private int fill(byte[] value) {
        for (int i = 0; i < 3_000; i++) {
            try {
                items().put(Key.of("p", "s" + i), value);
            } catch (Full expected) {
                return i;
            }
        }
        throw new AssertionError("the disk has 256 KiB and took 3,000 values of " + value.length + " bytes");
    }

    private void checkReopened(FaultyDisk disk) {
        fixture().reopenOn(disk);
        assertEquals("value", items().get("p", "kept"), "what was durable is there");
        assertEquals(Items.NONE, items().get("p", "t"));
        assertTrue(engine().verify().clean());
    }
}
