package dev.dyno.kit.mutant;

import dev.dyno.api.EngineException;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.WriteOptions;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Bugs in reads of single items. */
final class ReadMutants {

    private ReadMutants() {
    }

    @KilledBy("R3")
    static final class GetBatchMixesIndexes extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public int getBatch(KeyBatch keys, ItemSink sink) {
                    return inner().getBatch(keys, (index, item) -> sink.onItem(keys.size() - 1 - index, item));
                }
            };
        }
    }

    /** One buffer for the values of all keys and sessions, those written included. */
    @KilledBy("L1")
    static final class ViewsShareABuffer extends Mutant {
        private final UnsafeBuffer shared = new UnsafeBuffer(new byte[4 << 20]);

        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public boolean get(Key key, ItemView out) {
                    boolean found = inner().get(key, out);
                    if (found) {
                        out.wrap(shared, 0, out.copyTo(shared, 0), out.sequence());
                    }
                    return found;
                }

                @Override
                public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
                    shared.putBytes(0, value, offset, length);
                    return inner().put(key, shared, 0, length, options);
                }
            };
        }
    }

    @KilledBy("S1")
    static final class SnapshotSeesLaterWrites extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public Reader at(Snapshot snapshot) {
                    return inner();
                }
            };
        }
    }

    @KilledBy("S12")
    static final class SnapshotHasLaterTables extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public Reader at(Snapshot snapshot) {
                    try {
                        return inner().at(snapshot);
                    } catch (EngineException.NoSuchTable later) {
                        return inner();
                    }
                }
            };
        }
    }

    /** Keys are compared by their first eight bytes. */
    @KilledBy("K3")
    static final class KeysWithEqualHeadsAreEqual extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public boolean get(Key key, ItemView out) {
                    return inner().get(head(key), out);
                }

                @Override
                public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
                    return inner().put(head(key), value, offset, length, options);
                }
            };
        }

        private static Key head(Key key) {
            return new Key().wrap(key.partition(), 0, key.partition().capacity(), key.sort(), 0,
                    Math.min(Long.BYTES, key.sort().capacity()));
        }
    }

    /** A cache in each session that its own writes pass by. */
    @KilledBy("P1")
    static final class ReadsAreCached extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            Map<String, byte[]> cache = new HashMap<>();
            return new ForwardingTable(inner) {
                @Override
                public boolean get(Key key, ItemView out) {
                    byte[] cached = cache.get(key.toString());
                    if (cached == null && inner().get(key, out)) {
                        cached = CopiedCursor.copy(out.value()).byteArray();
                        cache.put(key.toString(), cached);
                    }
                    if (cached == null) {
                        out.clear();
                    } else {
                        out.wrap(new UnsafeBuffer(cached), 0, cached.length, 1);
                    }
                    return cached != null;
                }
            };
        }
    }

    /** Every other read is of the snapshot that the session began with, or renewed lately. */
    @KilledBy("P5")
    static final class TimeGoesBack extends Mutant {
        private final Gap gap = new Gap();

        @Override
        protected Table table(Table inner, Session session) {
            return new SteppingTable(inner, gap) {
                private final UnsafeBuffer old = new UnsafeBuffer(new byte[64]);
                private int oldLength;
                private int reads;

                @Override
                public boolean get(Key key, ItemView out) {
                    boolean found = super.get(key, out);
                    if (found && out.length() <= old.capacity()) {
                        if (++reads % 64 == 0) {
                            oldLength = out.copyTo(old, 0);
                        } else if (reads % 64 == 32) {
                            out.wrap(old, 0, oldLength, out.sequence());
                        }
                    }
                    return found;
                }

                @Override
                public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
                    long outcome = inner().put(key, value, offset, length, options);
                    gap.hold();
                    return outcome;
                }
            };
        }
    }
}
