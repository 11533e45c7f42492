package dev.dyno.core.commit;

import dev.dyno.api.EngineException;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Limits;
import dev.dyno.api.Outcome;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.core.log.FrameWriter;

/**
 * Judges commands against the committed state and encodes what they come to into the group's frame. The one place
 * where conditions, updaters, batches and "nothing to do" have their meaning. Threads: the commit leader.
 */
final class Evaluator {

    private final Index index;
    private final Catalogue catalogue;
    private final Limits limits;
    private final FrameWriter frame;
    private final ItemView current = new ItemView();
    private final WriteBatch.Operation operation = new WriteBatch.Operation();

    Evaluator(Index index, Catalogue catalogue, Limits limits, FrameWriter frame) {
        this.index = index;
        this.catalogue = catalogue;
        this.limits = limits;
        this.frame = frame;
    }

    /** A group begins. */
    void begin() {
        index.judging();
    }

    /**
     * Encodes a command or answers it. What user code throws becomes the command's own error.
     *
     * @param sequence the one it gets if it commits
     */
    void evaluate(Command command, long sequence) {
        int mark = frame.mark();
        try {
            long outcome = switch (command.kind) {
                case PUT -> put(command);
                case DELETE -> delete(command);
                case UPDATE -> update(command);
                case BATCH -> batch(command);
                case SYNC -> Outcome.NO_CHANGE;
                case CREATE_TABLE -> createTable(command);
                case DROP_TABLE -> dropTable(command);
            };
            boolean commits = outcome > 0 && isCommit(command.kind);
            if (commits) {
                frame.endCommit();
            }
            command.outcome = commits ? sequence : outcome;
        } catch (RuntimeException | Error e) {
            frame.rewind(mark);
            command.fail(e);
        }
    }

    private static boolean isCommit(Command.Kind kind) {
        return switch (kind) {
            case PUT, DELETE, UPDATE, BATCH -> true;
            case SYNC, CREATE_TABLE, DROP_TABLE -> false;
        };
    }

    private long put(Command command) {
        catalogue.require(command.table);
        WriteOptions options = command.options;
        boolean blind = options.condition() == WriteOptions.Condition.ALWAYS && !options.wantsOld();
        if (!blind && !holds(command)) {
            return Outcome.CONDITION_FAILED;
        }
        index.requireRoom(command.table, command.key, command.valueLength);
        frame.put(command.table, command.key, command.value, command.valueOffset, command.valueLength, 0);
        return 1;
    }

    private long delete(Command command) {
        catalogue.require(command.table);
        if (!holds(command)) {
            return Outcome.CONDITION_FAILED;
        }
        if (!current.exists()) {
            return Outcome.NO_CHANGE;
        }
        frame.delete(command.table, command.key, 0);
        return 1;
    }

    private long update(Command command) {
        catalogue.require(command.table);
        if (!holds(command)) {
            return Outcome.CONDITION_FAILED;
        }
        boolean existed = current.exists();
        int length = command.updater.update(current, command.scratch);
        switch (length) {
            case ItemUpdater.KEEP -> {
                return Outcome.NO_CHANGE;
            }
            case ItemUpdater.ABORT -> {
                return Outcome.ABORTED;
            }
            case ItemUpdater.DELETE -> {
                if (!existed) {
                    return Outcome.NO_CHANGE;
                }
                frame.delete(command.table, command.key, 0);
                return 1;
            }
            default -> {
                if (length < 0) {
                    throw new IllegalArgumentException(
                            "an updater must return a length, KEEP, DELETE or ABORT: returned=" + length);
                }
                limits.checkValue(length);
                index.requireRoom(command.table, command.key, length);
                frame.put(command.table, command.key, command.scratch, 0, length, 0);
                return 1;
            }
        }
    }

    /** Looks up the current item, keeps it if it is wanted, and judges the condition. */
    private boolean holds(Command command) {
        index.current(command.table, command.key, current);
        if (command.options.wantsOld()) {
            command.keepOld(current);
        }
        return command.options.holdsFor(current);
    }

    private long batch(Command command) {
        WriteBatch batch = command.batch;
        int mark = frame.mark();
        batch.failedIndex(-1);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            TableSpec table = operation.table();
            catalogue.require(table);
            boolean blind = operation.kind() == WriteBatch.Kind.PUT
                    && operation.options().condition() == WriteOptions.Condition.ALWAYS;
            if (!blind) {
                index.current(table, operation.key(), current);
                if (!operation.options().holdsFor(current)) {
                    frame.rewind(mark);
                    batch.failedIndex(i);
                    return Outcome.CONDITION_FAILED;
                }
            }
            switch (operation.kind()) {
                case PUT -> {
                    index.requireRoom(table, operation.key(), operation.valueLength());
                    frame.put(table, operation.key(), operation.buffer(), operation.valueOffset(),
                            operation.valueLength(), i);
                }
                case DELETE -> {
                    if (current.exists()) {
                        frame.delete(table, operation.key(), i);
                    }
                }
                case CHECK -> { }
            }
        }
        return frame.mark() > mark ? 1 : Outcome.NO_CHANGE;
    }

    private long createTable(Command command) {
        if (catalogue.contains(command.table.name())) {
            throw new EngineException.TableExists(command.table.name());
        }
        int id = catalogue.nextId();
        frame.createTable(command.table.withId(id));
        return id;
    }

    private long dropTable(Command command) {
        if (!catalogue.contains(command.table.name())) {
            return 0;
        }
        int id = catalogue.named(command.table.name()).id();
        frame.dropTable(id);
        return id;
    }
}
