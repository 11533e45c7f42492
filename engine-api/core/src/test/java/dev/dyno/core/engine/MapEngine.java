package dev.dyno.core.engine;

import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Limits;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.Shape;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.core.commit.Index;
import dev.dyno.core.log.LogOptions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** The least engine on the log: a map from printed keys to where the value lies. For tests of what it stands on. */
final class MapEngine extends LoggedEngine {

    private static final Set<Capability> CAPABILITIES = Capability.allBut(Capability.QUERY, Capability.QUERY_REVERSE,
            Capability.SCAN, Capability.SNAPSHOT, Capability.ZERO_COPY_READ);

    private static final int LOOKS_AHEAD = 3;

    private record Found(long address, int length, long sequence) {
    }

    private final Map<String, Found> items = new ConcurrentHashMap<>();
    private final ArrayDeque<String> expected = new ArrayDeque<>();
    private int expectations;
    private LongConsumer onPut = sequence -> { };
    private int puts;
    private int putsMax = Integer.MAX_VALUE;

    private MapEngine(EngineConfig config) {
        super("map", CAPABILITIES, Limits.FULL, config);
    }

    static MapEngine open(EngineConfig config) {
        return open(config, LogOptions.of("map").withSegmentBytes(64 << 10));
    }

    static MapEngine open(EngineConfig config, LogOptions options) {
        MapEngine engine = new MapEngine(config);
        engine.start(options, engine.new MapIndex(), 0);
        return engine;
    }

    /** Runs in every apply of a put: where an engine may fail. */
    void onPut(LongConsumer action) {
        onPut = action;
    }

    /** Of one group: more are refused. */
    void putsMax(int most) {
        putsMax = most;
    }

    /** Changes that the index was told of before they came. */
    int expectations() {
        return expectations;
    }

    /** Every item as text: key and table id, value, sequence. */
    Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        ItemView view = new ItemView();
        items.forEach((key, found) -> {
            view.wrap(found.address, found.length, found.sequence);
            contents.put(key, view.value().getStringWithoutLengthAscii(0, view.length()) + "@" + found.sequence);
        });
        return contents;
    }

    @Override
    protected AbstractSession newSession() {
        return new MapSession(this);
    }

    @Override
    protected void release() {
        items.clear();
    }

    @Override
    public void checkpoint() {
        committer().exclusively(() -> syncListeners(committer().committedSequence()));
    }

    @Override
    public Verification verify() {
        return new Verification(List.of(), List.of());
    }

    @Override
    public Shape describe() {
        return Shape.leaf("engine", name(), Map.of("items", items.size()));
    }

    private boolean read(TableSpec table, Key key, ItemView into) {
        Found found = items.get(name(table, key));
        if (found == null) {
            into.clear();
            return false;
        }
        into.wrap(found.address, found.length, found.sequence);
        return true;
    }

    private static String name(TableSpec table, Key key) {
        return table.id() + " " + key;
    }

    private final class MapIndex implements Index {
        @Override
        public boolean current(TableSpec table, Key key, ItemView into) {
            return read(table, key, into);
        }

        @Override
        public void judging() {
            puts = 0;
        }

        @Override
        public void requireRoom(TableSpec table, Key key, int valueLength) {
            if (puts++ >= putsMax) {
                throw new EngineException.Full("no room: putsMax=" + putsMax, null);
            }
        }

        @Override
        public int looksAhead() {
            return LOOKS_AHEAD;
        }

        @Override
        public void expect(TableSpec table, Key key) {
            expected.add(name(table, key));
            expectations++;
            if (expected.size() > LOOKS_AHEAD) {
                throw new AssertionError("told of too many: expected=" + expected);
            }
        }

        @Override
        public void begin() {
            if (!expected.isEmpty()) {
                throw new AssertionError("did not come: expected=" + expected);
            }
        }

        /** Those expected come in their order, and nothing between. */
        private void came(TableSpec table, Key key) {
            if (!expected.isEmpty() && !expected.remove().equals(name(table, key))) {
                throw new AssertionError("another was expected: came=" + name(table, key));
            }
        }

        @Override
        public void put(long sequence, TableSpec table, Key key, long valueAddress, int valueLength) {
            came(table, key);
            onPut.accept(sequence);
            items.put(name(table, key), new Found(valueAddress, valueLength, sequence));
        }

        @Override
        public void delete(long sequence, TableSpec table, Key key) {
            came(table, key);
            items.remove(name(table, key));
        }

        @Override
        public void tableCreated(TableSpec table) {
        }

        @Override
        public void tableDropped(TableSpec table) {
            items.keySet().removeIf(key -> key.startsWith(table.id() + " "));
        }
    }

    private static final class MapSession extends AbstractSession {
        private final MapEngine engine;

        MapSession(MapEngine engine) {
            super(engine);
            this.engine = engine;
        }

        @Override
        protected Table newTable(TableSpec spec) {
            return new MapTable(engine, this, spec);
        }

        @Override
        public Snapshot snapshot() {
            enter();
            engine.require(Capability.SNAPSHOT);
            throw new AssertionError();
        }
    }

    private static final class MapTable extends AbstractTable {
        private final MapEngine engine;

        MapTable(MapEngine engine, AbstractSession session, TableSpec spec) {
            super(session, spec);
            this.engine = engine;
        }

        @Override
        public boolean get(Key key, ItemView out) {
            enter(key);
            return engine.read(spec(), key, out);
        }

        @Override
        public Reader at(Snapshot snapshot) {
            engine.require(Capability.SNAPSHOT);
            throw new AssertionError();
        }

        @Override
        public Cursor query(Range range) {
            engine.require(Capability.QUERY);
            throw new AssertionError();
        }

        @Override
        public Cursor scan(int segment, int of) {
            engine.require(Capability.SCAN);
            throw new AssertionError();
        }
    }
}
