package dev.dyno.api;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import dev.dyno.api.run.ThreadWork;
import dev.dyno.api.run.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything an engine is opened with: the ground it stands on and its options. Immutable; {@code with…} copies.
 * Whoever made the disk, the work and the memory closes them, after the engine.
 *
 * @param disk where its files live; an engine gets the whole disk
 * @param durability of writes that do not name a level; never {@link Durability#ENGINE}
 * @param options by name; see {@link EngineProvider#options}
 * @param listeners called for every change, in this order
 */
public record EngineConfig(Disk disk, Clock clock, Work work, Memory memory, Events events, Durability durability,
        Map<String, String> options, List<CommitListener> listeners) {

    public EngineConfig {
        if (durability == Durability.ENGINE) {
            throw new IllegalArgumentException("an engine's own durability must be MEMORY, PROCESS or SYNC");
        }
        options = Map.copyOf(options);
        listeners = List.copyOf(listeners);
    }

    /** Files in a directory, the system's clock and threads, {@link Durability#PROCESS}. */
    public static EngineConfig at(Path directory) {
        return on(FileDisk.at(directory));
    }

    /** As {@link #at}, but the files are in memory and vanish with the disk. */
    public static EngineConfig inMemory() {
        return on(new MemoryDisk());
    }

    public static EngineConfig on(Disk disk) {
        return new EngineConfig(disk, Clock.SYSTEM, new ThreadWork(), Memory.system(), Events.NONE, Durability.PROCESS,
                Map.of(), List.of());
    }

    public EngineConfig withDisk(Disk other) {
        return new EngineConfig(other, clock, work, memory, events, durability, options, listeners);
    }

    public EngineConfig withClock(Clock other) {
        return new EngineConfig(disk, other, work, memory, events, durability, options, listeners);
    }

    public EngineConfig withWork(Work other) {
        return new EngineConfig(disk, clock, other, memory, events, durability, options, listeners);
    }

    public EngineConfig withMemory(Memory other) {
        return new EngineConfig(disk, clock, work, other, events, durability, options, listeners);
    }

    public EngineConfig withEvents(Events other) {
        return new EngineConfig(disk, clock, work, memory, other, durability, options, listeners);
    }

    public EngineConfig withDurability(Durability other) {
        return new EngineConfig(disk, clock, work, memory, events, other, options, listeners);
    }

    public EngineConfig withOption(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(name, value);
        return new EngineConfig(disk, clock, work, memory, events, durability, more, listeners);
    }

    public EngineConfig withOptions(Map<String, String> others) {
        return new EngineConfig(disk, clock, work, memory, events, durability, others, listeners);
    }

    public EngineConfig withListener(CommitListener listener) {
        List<CommitListener> more = new ArrayList<>(listeners);
        more.add(listener);
        return new EngineConfig(disk, clock, work, memory, events, durability, options, more);
    }
}
