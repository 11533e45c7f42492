package dev.dyno.streams;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.Limits;
import dev.dyno.api.Names;
import dev.dyno.api.Session;
import dev.dyno.api.Shape;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.Verification.Violation;
import dev.dyno.streams.capture.Capture;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ViewType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine whose tables can have streams. Everything else is the engine below.
 *
 * <p>A stream is off until {@link #enableStream}; one that was switched off stays readable until its records are older
 * than the retention. Space is given back at {@link #checkpoint} and by {@link #trimStreams}.
 *
 * <p>Threads: as {@link Engine}.
 */
public final class StreamingEngine extends ForwardingEngine {

    private final EngineConfig config;
    private final StreamOptions options;
    private final Capture capture;

    StreamingEngine(Engine inner, EngineConfig config, StreamOptions options, Capture capture) {
        super(inner);
        this.config = config;
        this.options = options;
        this.capture = capture;
    }

    /** After a crash a table may be gone whose stream is on, or be there without the stream that every table has. */
    void switchOn() {
        List<TableSpec> tables = tables();
        for (StreamDescription stream : capture.streams()) {
            if (stream.enabled() && tables.stream().noneMatch(table -> table.name().equals(stream.table()))) {
                capture.disable(stream.id());
            }
        }
        tables.forEach(this::switchOnIfEvery);
    }

    private void switchOnIfEvery(TableSpec table) {
        boolean had = capture.streams().stream().anyMatch(stream -> stream.table().equals(table.name()));
        if (!had) {
            options.everyTable().forEach(view -> capture.enable(table, view));
        }
    }

    @Override
    public String name() {
        return "streams(" + inner().name() + ")";
    }

    /**
     * Switches a table's stream on. Commits from now on are in it.
     *
     * @throws IllegalStateException if it is on: the view of a stream cannot change
     * @throws EngineException.NoSuchTable with the nearest name there is
     */
    public StreamDescription enableStream(String table, ViewType view) {
        return capture.enable(named(table), view);
    }

    /** Switches a table's stream off; what it has stays readable. @return false if it was off */
    public boolean disableStream(String table) {
        TableSpec spec = named(table);
        for (StreamDescription stream : capture.streams()) {
            if (stream.enabled() && stream.table().equals(spec.name())) {
                return capture.disable(stream.id());
            }
        }
        return false;
    }

    /** All streams that can be read, oldest first. */
    public List<StreamDescription> streams() {
        return capture.streams();
    }

    /** Closes an open shard and opens two children, each for half of its hashes. */
    public void splitShard(long stream, long shard) {
        capture.split(stream, shard);
    }

    /** Gives back the space of records that are older than the retention. */
    public void trimStreams() {
        capture.trim();
    }

    /** A reader for the calling thread. */
    public StreamReader openReader() {
        return new StreamReader(capture, config.clock(), options.retentionMillis());
    }

    private TableSpec named(String name) {
        List<TableSpec> tables = tables();
        for (TableSpec table : tables) {
            if (table.name().equals(name)) {
                return table;
            }
        }
        throw new EngineException.NoSuchTable(name,
                Names.suggest(name, tables.stream().map(TableSpec::name).toList()));
    }

    /** Without those that a capture keeps its records in. */
    @Override
    public List<TableSpec> tables() {
        return inner().tables().stream().filter(table -> !capture.isOwn(table.name())).toList();
    }

    @Override
    public Limits limits() {
        return capture.limits(inner().limits());
    }

    @Override
    public TableSpec createTable(TableSpec spec) {
        if (capture.isOwn(spec.name())) {
            throw new EngineException.TableExists(spec.name());
        }
        capture.admit();
        TableSpec created = inner().createTable(spec);
        options.everyTable().forEach(view -> capture.enable(created, view));
        return created;
    }

    @Override
    public boolean dropTable(String name) {
        boolean dropped = !capture.isOwn(name) && inner().dropTable(name);
        for (StreamDescription stream : capture.streams()) {
            if (dropped && stream.enabled() && stream.table().equals(name)) {
                capture.disable(stream.id());
            }
        }
        return dropped;
    }

    @Override
    public Session openSession() {
        return capture.session(inner().openSession());
    }

    @Override
    public void checkpoint() {
        inner().checkpoint();
        capture.trim();
    }

    @Override
    public State state() {
        State below = inner().state();
        return below == State.OPEN && capture.isFull() ? State.READ_ONLY : below;
    }

    @Override
    public Verification verify() {
        Verification below = inner().verify();
        List<String> broken = new ArrayList<>();
        long records = capture.verify(broken);
        List<String> checked = new ArrayList<>(below.checked());
        checked.add("H1 records are whole and their numbers increase (" + records + " records)");
        List<Violation> violations = new ArrayList<>(below.violations());
        for (String sentence : broken) {
            int place = sentence.indexOf(' ');
            int detail = sentence.indexOf(": ");
            violations.add(new Violation(sentence.substring(0, place), sentence.substring(place + 1, detail),
                    sentence.substring(detail + 2)));
        }
        return new Verification(checked, violations);
    }

    @Override
    public Shape describe() {
        Shape below = inner().describe();
        List<Shape> parts = new ArrayList<>();
        parts.add(below);
        for (StreamDescription stream : capture.streams()) {
            List<Shape> shards = new ArrayList<>();
            for (ShardDescription shard : stream.shards()) {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("parent", shard.parent());
                facts.put("closed", shard.closed());
                shards.add(Shape.leaf("shard", shard.id(), facts));
            }
            parts.add(new Shape("stream", stream.table() + "/" + stream.id(), Map.of("view", stream.view(),
                    "enabled", stream.enabled()), shards));
        }
        return new Shape("layer", name(), Map.of("capture", options.capture()), parts);
    }

    @Override
    public void close() {
        State before = inner().state();
        if (before == State.CLOSED) {
            return;
        }
        if (before != State.FAILED) {
            capture.settle();
        }
        boolean closed = false;
        try {
            inner().close();
            closed = true;
        } finally {
            if (closed || inner().state() == State.CLOSED) {
                capture.close();
            }
        }
    }
}
