package dev.dyno.lsm.table;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.KeyHash;
import dev.dyno.lsm.entry.Probe;
import dev.dyno.lsm.entry.Scratch;
import java.util.List;
import org.agrona.UnsafeApi;

/** Walks one table file and checks the invariants of {@link BlockLayout}. */
public final class TableCheck {

    private final Memory memory;
    private final BlockCache cache;
    private final TableFile file;

    /** Gets what does not hold. */
    @FunctionalInterface
    public interface Violations {
        void add(String invariant, String detail);
    }

    public TableCheck(Memory memory, BlockCache cache, TableFile file) {
        this.memory = memory;
        this.cache = cache;
        this.file = file;
    }

    /** @throws dev.dyno.api.EngineException.Corrupt if a block fails its checksum */
    public void run(Violations violations) {
        Answer answer = new Answer();
        try (Reading reading = new Reading(memory, cache); Reading walking = new Reading(memory, cache);
                Scratch key = new Scratch(memory, KeyCodec.BYTES_MAX, "verify"); Scratch before =
                new Scratch(memory, KeyCodec.BYTES_MAX, "verify");
                Region region = memory.map(Probe.BYTES, "verify", false)) {
            Probe probe = new Probe(region.address());
            LevelSource source = new LevelSource(key, walking).open(new Level(List.of(file)), Long.MAX_VALUE);
            int length = 0;
            long sequence = 0;
            long entries = 0;
            for (source.first(); source.isValid(); source.nextEntry()) {
                entries++;
                int order = length == 0 ? -1
                        : KeyBytes.compare(before.address(), length, source.keyAddress(), source.keyLength());
                String name = KeyCodec.decode(source.keyAddress(), source.keyLength()).toString();
                if (order > 0) {
                    violations.add("B1", "key " + name + " is before the one before it");
                } else if (order == 0 && source.sequence() >= sequence) {
                    violations.add("B2", "key " + name + ": sequence=" + source.sequence() + " behind " + sequence);
                }
                length = source.keyLength();
                sequence = source.sequence();
                UnsafeApi.copyMemory(source.keyAddress(), before.address(), length);
                probe.set(before.address(), length);
                if (!file.get(probe, sequence, reading, answer) || answer.sequence() != sequence) {
                    violations.add("B4", "key " + name + " at sequence " + sequence + " is not found");
                }
                if (!file.mayContainPartition(KeyHash.ofPartition(before.address()))) {
                    violations.add("B4", "key " + name + ": the filter of partitions denies it");
                }
            }
            if (entries != file.entries()) {
                violations.add("B5", "entries=" + entries + ", counted=" + file.entries());
            }
        }
    }
}
