package dev.dyno.streams.capture;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the streams and shards that the last process left, changing nothing. Shards in the catalogue must be there,
 * whole as far as it says. Others were made after it was written: they count if they have a whole header and their
 * place in the lineage; if not, a crash caught them half made, or between being forgotten and being deleted, and they
 * are left over.
 */
final class LogLoading {

    private final EngineConfig config;
    private final TreeMap<Long, FileShard> opened = new TreeMap<>();
    private final List<String> leftovers = new ArrayList<>();
    private Catalogue catalogue;
    private boolean stored;
    private long nextShard;

    LogLoading(EngineConfig config) {
        this.config = config;
    }

    void load() {
        Disk disk = config.disk();
        SplittableRandom random = new SplittableRandom(31 * config.clock().epochMillis() + config.clock().nanoTime());
        catalogue = Catalogue.read(disk, config.memory(), random.nextLong());
        stored = disk.exists(Catalogue.FILE);
        nextShard = catalogue.nextShard();
        try (Region page = config.memory().map(ShardLayout.RECORDS, "shard header", false)) {
            UnsafeBuffer scratch = new UnsafeBuffer(page.address(), ShardLayout.RECORDS);
            for (String name : disk.list().stream().filter(FileShard::isShard).sorted().toList()) {
                open(disk, name, scratch);
            }
            for (Map.Entry<Long, Known> known : catalogue.shards().entrySet()) {
                if (!opened.containsKey(known.getKey())) {
                    throw new EngineException.Corrupt(FileShard.fileName(known.getKey()), 0,
                            ShardRowLayout.LAYOUT.toString(), "number", "no such file", "a shard of the catalogue");
                }
            }
            leaveOut();
        } catch (RuntimeException e) {
            opened.values().forEach(FileShard::release);
            throw e;
        }
        place();
    }

    private void open(Disk disk, String name, UnsafeBuffer scratch) {
        long number = FileShard.numberOf(name);
        nextShard = Math.max(nextShard, number + 1);
        Known known = catalogue.shards().getOrDefault(number, Known.NOTHING);
        if (known == Known.NOTHING && !isWhole(disk, name, scratch)) {
            leftovers.add(name);
            return;
        }
        try {
            FileShard shard = FileShard.open(disk, config.memory(), name, scratch, known);
            opened.put(number, shard);
            if (shard.engineId() != catalogue.engineId() && known != Known.NOTHING) {
                throw new EngineException.Incompatible("a shard of other streams: file=" + name + ", engineId="
                        + Long.toHexString(shard.engineId()) + ", expected="
                        + Long.toHexString(catalogue.engineId()));
            }
        } catch (EngineException.Corrupt e) {
            if (known != Known.NOTHING) {
                throw e;
            }
            leftovers.add(name);
        }
    }

    private static boolean isWhole(Disk disk, String name, UnsafeBuffer scratch) {
        try (DiskFile file = disk.open(name)) {
            return FileHeader.isWhole(file, scratch);
        }
    }

    /** In the order of numbers, so that a child finds its parent judged. */
    private void leaveOut() {
        for (FileShard shard : List.copyOf(opened.values())) {
            if (!catalogue.shards().containsKey(shard.number) && !hasPlace(shard)) {
                opened.remove(shard.number);
                leftovers.add(shard.fileName());
                shard.release();
            }
        }
    }

    private boolean hasPlace(FileShard shard) {
        FileShard parent = opened.get(shard.parent);
        boolean streamed = catalogue.streams().stream().anyMatch(stream -> stream.id == shard.stream);
        if (parent == null || !streamed || shard.engineId() != catalogue.engineId()
                || shard.firstNumber == ShardLayout.NOT_IN_USE) {
            return false;
        }
        int slots = 0;
        for (FileShard child : opened.values()) {
            boolean sibling = child.parent == shard.parent && child.firstNumber == shard.firstNumber;
            slots += sibling ? child.lastSlot - child.firstSlot + 1 : 0;
        }
        return slots == parent.lastSlot - parent.firstSlot + 1;
    }

    private void place() {
        for (ChangeStream stream : catalogue.streams()) {
            stream.add(opened.values().stream().filter(shard -> shard.stream == stream.id)
                    .map(Shard.class::cast).toList());
        }
    }

    List<ChangeStream> streams() {
        return catalogue.streams();
    }

    List<String> leftovers() {
        return leftovers;
    }

    /** Whether there is a catalogue. */
    boolean isStored() {
        return stored;
    }

    long engineId() {
        return catalogue.engineId();
    }

    long nextStream() {
        return catalogue.nextStream();
    }

    long nextShard() {
        return nextShard;
    }

    long synced() {
        return catalogue.synced();
    }

    long needless() {
        return catalogue.needless();
    }
}
