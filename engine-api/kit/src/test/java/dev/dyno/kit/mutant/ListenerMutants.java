package dev.dyno.kit.mutant;

import dev.dyno.api.CommitListener;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;

/** Bugs in what commit listeners are told. */
final class ListenerMutants {

    private ListenerMutants() {
    }

    @KilledBy("F1")
    static final class OldItemIsTheNewOne extends Mutant {
        @Override
        protected EngineConfig config(EngineConfig given) {
            return heardBy(given, listener -> new Passing(listener) {
                @Override
                public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
                        ItemView newItem) {
                    super.onChange(sequence, index, table, kind, key, kind == Kind.MODIFY ? newItem : oldItem, newItem);
                }
            });
        }
    }

    /** Each change is told when the next one is there. */
    @KilledBy("F1")
    static final class ChangesAreToldLate extends Mutant {
        @Override
        protected EngineConfig config(EngineConfig given) {
            return heardBy(given, listener -> new Passing(listener) {
                private Runnable waiting = () -> { };

                @Override
                public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
                        ItemView newItem) {
                    Key keyThen = copy(key);
                    ItemView oldThen = copy(oldItem);
                    ItemView newThen = copy(newItem);
                    waiting.run();
                    waiting = () -> super.onChange(sequence, index, table, kind, keyThen, oldThen, newThen);
                }
            });
        }
    }

    @KilledBy("F1")
    static final class EveryCommitIsToldTwice extends Mutant {
        @Override
        protected EngineConfig config(EngineConfig given) {
            return heardBy(given, listener -> new Passing(listener) {
                @Override
                public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
                        ItemView newItem) {
                    super.onChange(sequence, index, table, kind, key, oldItem, newItem);
                    super.onChange(sequence, index, table, kind, key, oldItem, newItem);
                }
            });
        }
    }

    private static EngineConfig heardBy(EngineConfig given, UnaryOperator<CommitListener> change) {
        List<CommitListener> listeners = given.listeners().stream().map(change).toList();
        return new EngineConfig(given.disk(), given.clock(), given.work(), given.memory(), given.events(),
                given.durability(), given.options(), listeners);
    }

    private static Key copy(Key key) {
        DirectBuffer partition = CopiedCursor.copy(key.partition());
        DirectBuffer sort = CopiedCursor.copy(key.sort());
        return new Key().wrap(partition, 0, partition.capacity(), sort, 0, sort.capacity());
    }

    private static ItemView copy(ItemView item) {
        ItemView copied = new ItemView();
        if (item.exists()) {
            copied.wrap(CopiedCursor.copy(item.value()), 0, item.length(), item.sequence());
        }
        return copied;
    }

    /** Passes on everything. */
    private abstract static class Passing implements CommitListener {
        private final CommitListener inner;

        private Passing(CommitListener inner) {
            this.inner = inner;
        }

        @Override
        public long recoverFrom() {
            return inner.recoverFrom();
        }

        @Override
        public void onRecovered(long sequence) {
            inner.onRecovered(sequence);
        }

        @Override
        public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
                ItemView newItem) {
            inner.onChange(sequence, index, table, kind, key, oldItem, newItem);
        }

        @Override
        public void onCommit(long sequence) {
            inner.onCommit(sequence);
        }

        @Override
        public void onDurable(long sequence) {
            inner.onDurable(sequence);
        }

        @Override
        public void sync(long sequence) {
            inner.sync(sequence);
        }
    }
}
