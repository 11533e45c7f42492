package dev.dyno.kit.crash;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.kit.script.Operation;
import dev.dyno.kit.script.Operation.Batch;
import dev.dyno.kit.script.Operation.Batched;
import dev.dyno.kit.script.Operation.CreateTable;
import dev.dyno.kit.script.Operation.Delete;
import dev.dyno.kit.script.Operation.DropTable;
import dev.dyno.kit.script.Operation.How;
import dev.dyno.kit.script.Operation.ItemKey;
import dev.dyno.kit.script.Operation.Put;
import dev.dyno.kit.script.Operation.Service;
import dev.dyno.kit.script.Operation.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The operations that a crash interrupts: writes of every level, batches, syncs, checkpoints, tables dropped and made
 * again; over few keys, so that most writes replace something. Each value starts with its own number and is random
 * behind it, so no two are equal and a part of one is not another.
 */
record CrashWorkload(List<Operation> operations) {

    static final String FIRST = "t";
    static final String SECOND = "u";
    private static final int SORTS = 9;
    private static final int VALUE_BYTES = 300;
    /** Above the size from which engines keep values apart. */
    private static final int LARGE_BYTES = 20_000;

    CrashWorkload {
        operations = List.copyOf(operations);
    }

    /** All keys that it may write. */
    static List<ItemKey> keys() {
        List<ItemKey> keys = new ArrayList<>();
        for (String partition : List.of("p", "q")) {
            for (int sort = 0; sort < SORTS; sort++) {
                keys.add(new ItemKey(partition, sort == 0 ? "" : "key-" + sort));
            }
        }
        return keys;
    }

    /** Drawn from the seed; what the engine denies is left out. The first two make the tables. */
    static CrashWorkload draw(long seed, int count, Set<Capability> capabilities) {
        return new Draw(new SplittableRandom(seed), capabilities).draw(count);
    }

    private static final class Draw {
        private final SplittableRandom random;
        private final Set<Capability> capabilities;
        private final List<ItemKey> keys = keys();
        private int values;

        private Draw(SplittableRandom random, Set<Capability> capabilities) {
            this.random = random;
            this.capabilities = capabilities;
        }

        private CrashWorkload draw(int count) {
            List<Operation> list = new ArrayList<>();
            list.add(new CreateTable(FIRST, true));
            list.add(new CreateTable(SECOND, true));
            while (list.size() < count) {
                int kind = random.nextInt(100);
                if (kind < 52) {
                    list.add(put(level()));
                } else if (kind < 68) {
                    list.add(new Delete(table(), key(), new How(When.ALWAYS, false, level())));
                } else if (kind < 86 && capabilities.contains(Capability.ATOMIC_BATCH)) {
                    list.add(batch());
                } else if (kind < 90) {
                    list.add(Service.SYNC);
                } else if (kind < 94) {
                    list.add(Service.CHECKPOINT);
                } else if (kind < 96 && capabilities.contains(Capability.CHANGES_TABLES)) {
                    list.add(new DropTable(SECOND));
                    list.add(new CreateTable(SECOND, true));
                }
            }
            return new CrashWorkload(list);
        }

        private Put put(Durability level) {
            return new Put(table(), key(), value(), new How(When.ALWAYS, false, level));
        }

        private Batch batch() {
            boolean across = capabilities.contains(Capability.ATOMIC_BATCH_ACROSS_TABLES);
            TreeMap<String, Batched> distinct = new TreeMap<>();
            int size = 2 + random.nextInt(5);
            for (int i = 0; i < size; i++) {
                String table = across ? table() : FIRST;
                ItemKey key = key();
                distinct.put(table + " " + key, random.nextInt(4) == 0 ? new Delete(table, key, How.PLAIN)
                        : new Put(table, key, value(), How.PLAIN));
            }
            return new Batch(List.copyOf(distinct.values()), level());
        }

        private Durability level() {
            int drawn = random.nextInt(10);
            if (drawn < 3 && capabilities.contains(Capability.DURABLE_SYNC)) {
                return Durability.SYNC;
            }
            return drawn < 7 && capabilities.contains(Capability.DURABLE_PROCESS) ? Durability.PROCESS
                    : Durability.MEMORY;
        }

        private String table() {
            return random.nextInt(3) == 0 ? SECOND : FIRST;
        }

        private ItemKey key() {
            return keys.get(random.nextInt(keys.size()));
        }

        private String value() {
            int length = random.nextInt(40) == 0 ? LARGE_BYTES : random.nextInt(VALUE_BYTES);
            StringBuilder value = new StringBuilder("value " + ++values + ":");
            for (int i = 0; i < length; i++) {
                value.append((char) (' ' + random.nextInt(95)));
            }
            return value.toString();
        }
    }
}
