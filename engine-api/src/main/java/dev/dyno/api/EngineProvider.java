package dev.dyno.api;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.Layout;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How an engine is found and opened. Named in {@code META-INF/services/dev.dyno.api.EngineProvider} of its jar; a jar
 * in {@code plugins/} is enough, there is no list to edit. Stateless, cheap to make; touches no disk before
 * {@link #open}.
 */
public interface EngineProvider {

    /** Short and unique, lower case: {@code btree}, {@code lsm}, {@code rocksdb}. */
    String name();

    /** One line for people. */
    String summary();

    /** What an engine opened with default options can do. */
    Set<Capability> capabilities();

    /** Every tunable with its type, default, range, unit and when to change it. Help, checks and records use it. */
    List<Option<?>> options();

    /**
     * Opens or creates, runs recovery, and returns when writes are accepted.
     *
     * @throws IllegalArgumentException for an unknown option or a value out of range, naming the nearest or the range
     * @throws EngineException.Unsupported for a durability whose capability is denied, a listener without
     *     {@link Capability#COMMIT_LISTENER}, or a disk other than files without {@link Capability#INJECTED_DISK}
     * @throws EngineException.InUse if the disk is open elsewhere
     * @throws EngineException.Corrupt if recovery finds damage; nothing was changed
     * @throws EngineException.Incompatible for files of another engine or a later version
     */
    Engine open(EngineConfig config);

    /**
     * Options under which every structure is as small as it can be, so that a short workload crosses every boundary:
     * files, pages, checkpoints. Crash simulation opens the engine with them, under those that its user sets.
     */
    default Map<String, String> miniature() {
        return Map.of();
    }

    /** The layouts of its files, for documentation and dumps. */
    default List<Layout> layouts() {
        return List.of();
    }

    /**
     * Dumps a file of this engine with every field annotated.
     *
     * @return false if the file is not one of its files
     */
    default boolean dump(Disk disk, String file, Dump dump) {
        return false;
    }
}
