package dev.dyno.kit.mutant;

import dev.dyno.api.Durability;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Outcome;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Bugs in writes, conditions and batches. */
final class WriteMutants {

    private WriteMutants() {
    }

    /** Looks first and writes then. */
    @KilledBy("P2")
    static final class ConditionIsJudgedEarlier extends Mutant {
        private final Gap gap = new Gap();

        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                private final ItemView current = new ItemView();

                @Override
                public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
                    if (options.condition() != WriteOptions.Condition.SEQUENCE) {
                        return inner().put(key, value, offset, length, options);
                    }
                    inner().get(key, current);
                    if (!options.holdsFor(current)) {
                        return Outcome.CONDITION_FAILED;
                    }
                    gap.hold();
                    long outcome = inner().put(key, value, offset, length);
                    gap.step();
                    return outcome;
                }
            };
        }
    }

    /** Reads, computes, and writes as if nobody else did. */
    @KilledBy("P3")
    static final class UpdatesAreLost extends Mutant {
        private final Gap gap = new Gap();

        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public long update(Key key, ItemUpdater updater, WriteOptions options) {
                    ItemView current = new ItemView();
                    ExpandableArrayBuffer out = new ExpandableArrayBuffer();
                    inner().get(key, current);
                    int length = updater.update(current, out);
                    gap.hold();
                    long outcome = length < 0 ? inner().update(key, updater, options)
                            : inner().put(key, out, 0, length, options);
                    gap.step();
                    return outcome;
                }
            };
        }
    }

    @KilledBy("W13")
    static final class BatchStopsAtAFailedCondition extends Mutant {
        @Override
        protected long commit(Session inner, WriteBatch batch, Durability durability) {
            return oneByOne(inner, batch, () -> { });
        }
    }

    /** Conditions first, all of them; then the writes, each its own commit. */
    @KilledBy("P4")
    static final class BatchIsSeenInParts extends Mutant {
        private final Gap gap = new Gap();

        @Override
        protected Table table(Table inner, Session session) {
            return new SteppingTable(inner, gap) {
                @Override
                public Reader at(Snapshot snapshot) {
                    gap.step();
                    return inner().at(snapshot);
                }
            };
        }

        @Override
        protected long commit(Session inner, WriteBatch batch, Durability durability) {
            WriteBatch.Operation operation = new WriteBatch.Operation();
            for (int i = 0; i < batch.size(); i++) {
                if (batch.get(i, operation).options().condition() != WriteOptions.Condition.ALWAYS) {
                    return inner.commit(batch, durability);
                }
            }
            return oneByOne(inner, batch, gap::hold);
        }
    }

    /** The same where no condition is asked for and no snapshot taken: its reads are alone in seeing the parts. */
    @KilledBy("P7")
    static final class BatchIsReadInParts extends Mutant {
        private final Gap gap = new Gap();

        @Override
        protected Table table(Table inner, Session session) {
            return new SteppingTable(inner, gap);
        }

        @Override
        protected long commit(Session inner, WriteBatch batch, Durability durability) {
            return oneByOne(inner, batch, gap::hold);
        }
    }

    /** The first half, then the whole. */
    @KilledBy("P6")
    static final class PutsHalfFirst extends Mutant {
        private final Gap gap = new Gap();

        @Override
        protected Table table(Table inner, Session session) {
            return new SteppingTable(inner, gap) {
                @Override
                public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
                    if (options.condition() == WriteOptions.Condition.ALWAYS && length > 1) {
                        inner().put(key, value, offset, length / 2, options);
                        gap.hold();
                    }
                    return inner().put(key, value, offset, length, options);
                }
            };
        }
    }

    @KilledBy("C6")
    static final class NoOldItemOnFailure extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
                    long outcome = inner().put(key, value, offset, length, options);
                    if (outcome == Outcome.CONDITION_FAILED) {
                        options.old().clear();
                    }
                    return outcome;
                }
            };
        }
    }

    @KilledBy("W2")
    static final class DeleteOfNothingIsAChange extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public long delete(Key key, WriteOptions options) {
                    return Math.abs(inner().delete(key, options)) + 1;
                }
            };
        }
    }

    private static long oneByOne(Session session, WriteBatch batch, Runnable between) {
        WriteBatch.Operation operation = new WriteBatch.Operation();
        long last = Outcome.NO_CHANGE;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            Table table = session.table(operation.table().name());
            last = switch (operation.kind()) {
                case PUT -> table.put(operation.key(), operation.buffer(), operation.valueOffset(),
                        operation.valueLength(), operation.options());
                case DELETE -> table.delete(operation.key(), operation.options());
                case CHECK -> table.update(operation.key(), (current, out) -> ItemUpdater.KEEP, operation.options());
            };
            if (last == Outcome.CONDITION_FAILED) {
                batch.failedIndex(i);
                return last;
            }
            between.run();
        }
        return last;
    }
}
