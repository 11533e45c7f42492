package dev.dyno.kit.crash;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.Map;

/**
 * The ground of one life of an engine that may end in a crash: a disk, and work, clock and memory that depend on
 * nothing but the seed. Everything runs on the caller's thread, so the same life can be lived again.
 */
public final class CrashStand implements AutoCloseable {

    private final EngineProvider provider;
    private final Map<String, String> options;
    private final FaultyDisk disk;
    private final CrashMemory memory = new CrashMemory();
    private final SeededWork work;

    /** @param options of the engine, by name */
    public CrashStand(EngineProvider provider, Map<String, String> options, FaultyDisk disk, long seed) {
        this.provider = provider;
        this.options = options;
        this.disk = disk;
        this.work = new SeededWork(seed);
    }

    /** What it stands on. */
    public FaultyDisk disk() {
        return disk;
    }

    EngineProvider provider() {
        return provider;
    }

    /** Opens the engine on what is on the disk. */
    public Engine open() {
        return provider.open(EngineConfig.on(disk).withOptions(options).withWork(work).withMemory(memory)
                .withClock(new ManualClock(0)).withDurability(level()));
    }

    /** What writes that name no level are acknowledged at. */
    private Durability level() {
        return provider.capabilities().contains(Capability.DURABLE_PROCESS) ? Durability.PROCESS : Durability.MEMORY;
    }

    /** Leaves an engine that a crash caught: what it could not do on a dead disk is nobody's fault. */
    public static void abandon(AutoCloseable side) {
        try {
            side.close();
        } catch (FaultyDisk.PowerCut | EngineException | IllegalStateException expected) {
            // The process is gone; its memory and its work are taken back with the stand.
        } catch (Exception e) {
            throw new AssertionError("closing a crashed engine failed: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            work.close();
        } catch (FaultyDisk.PowerCut expected) {
            // A step that was under way met the dead disk.
        }
        memory.close();
        disk.close();
    }
}
