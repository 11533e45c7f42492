package dev.dyno.core.commit;

import dev.dyno.api.Bytes;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import org.agrona.collections.LongHashSet;

/**
 * The items a group writes, by hash: a command on one of them must wait for the next group, so that its condition sees
 * the earlier write. Two items of one hash only cut a group early. Threads: the commit leader.
 */
final class GroupKeys {

    private static final int EXPECTED = 1024;

    private final LongHashSet hashes = new LongHashSet(EXPECTED);
    private final WriteBatch.Operation operation = new WriteBatch.Operation();

    void clear() {
        if (!hashes.isEmpty()) {
            hashes.clear();
        }
    }

    void add(Command command) {
        switch (command.kind) {
            case PUT, DELETE, UPDATE -> hashes.add(hash(command.table, command.key));
            case BATCH -> {
                for (int i = 0; i < command.batch.size(); i++) {
                    command.batch.get(i, operation);
                    hashes.add(hash(operation.table(), operation.key()));
                }
            }
            default -> { }
        }
    }

    boolean meet(Command command) {
        switch (command.kind) {
            case PUT, DELETE, UPDATE -> {
                return hashes.contains(hash(command.table, command.key));
            }
            case BATCH -> {
                for (int i = 0; i < command.batch.size(); i++) {
                    command.batch.get(i, operation);
                    if (hashes.contains(hash(operation.table(), operation.key()))) {
                        return true;
                    }
                }
                return false;
            }
            default -> {
                return false;
            }
        }
    }

    private static long hash(TableSpec table, Key key) {
        return (key.partitionHash() * 31 + Bytes.hash(key.sort(), 0, key.sort().capacity())) * 31 + table.id();
    }
}
