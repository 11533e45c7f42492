package dev.dyno.kit.tiny;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.Outcome;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.FaultyDisk.PowerCut;
import dev.dyno.kit.model.ModelEngineProvider;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The least engine that survives a crash: the model, and a log from which it is rebuilt. One writer at a time. It
 * exists so that the crash rules, and the mutants that prove them, need no engine of the house.
 */
final class TinyEngine extends ForwardingEngine {

    private final TinyLog log;
    private final TinyRecords records;
    private final Durability own;
    /** Writes of the engine, syncs included, take turns. */
    private final Object writing = new Object();
    private long durableSequence;
    private boolean closed;
    private boolean failed;

    private TinyEngine(Engine model, TinyLog log, TinyRecords records, Durability own) {
        super(model);
        this.log = log;
        this.records = records;
        this.own = own;
        this.durableSequence = model.committedSequence();
    }

    static TinyEngine open(EngineConfig config, TinyBug bug) {
        TinyLog log = new TinyLog(config.disk(), bug);
        TinyRecords records = new TinyRecords(log, bug);
        Engine model = new ModelEngineProvider().open(
                config.withDurability(Durability.MEMORY).withListener(records));
        boolean ok = false;
        try {
            log.open().forEach(record -> TinyRecords.replay(record, model));
            records.replayed();
            ok = true;
            return new TinyEngine(model, log, records, config.durability());
        } finally {
            if (!ok) {
                model.close();
            }
        }
    }

    /** A write of the model, logged at a level. */
    long write(Durability asked, LongSupplier call) {
        synchronized (writing) {
            Durability level = asked.or(own);
            records.level(level);
            failIfFailed();
            boolean ok = false;
            try {
                long outcome = call.getAsLong();
                ok = true;
                if (level == Durability.SYNC && Outcome.committed(outcome)) {
                    durableSequence = committedSequence();
                }
                return outcome;
            } catch (EngineException.Failed e) {
                // The model wraps what its listener threw; what happened to the disk is what callers must see.
                if (e.getCause() instanceof PowerCut cut) {
                    throw cut;
                }
                throw e;
            } finally {
                failed |= !ok && inner().state() == State.FAILED;
            }
        }
    }

    private void failIfFailed() {
        if (failed) {
            throw new EngineException.Failed("engine failed earlier and takes no writes: engine=" + name(), null);
        }
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public Set<Capability> capabilities() {
        return TinyProvider.CAPABILITIES;
    }

    @Override
    public Session openSession() {
        return new TinySession(this, inner().openSession());
    }

    @Override
    public TableSpec createTable(TableSpec spec) {
        synchronized (writing) {
            failIfFailed();
            TableSpec created = inner().createTable(spec);
            log(() -> records.created(created));
            return created;
        }
    }

    @Override
    public boolean dropTable(String name) {
        synchronized (writing) {
            failIfFailed();
            boolean dropped = inner().dropTable(name);
            if (dropped) {
                log(() -> records.dropped(name));
            }
            return dropped;
        }
    }

    @Override
    public long durableSequence() {
        synchronized (writing) {
            committedSequence();
            return durableSequence;
        }
    }

    @Override
    public void sync() {
        synchronized (writing) {
            committedSequence();
            failIfFailed();
            log(log::sync);
        }
    }

    @Override
    public void checkpoint() {
        synchronized (writing) {
            committedSequence();
            failIfFailed();
            log(log::rewrite);
        }
    }

    private void log(Runnable call) {
        boolean ok = false;
        try {
            call.run();
            ok = true;
            durableSequence = committedSequence();
        } finally {
            failed |= !ok;
        }
    }

    @Override
    public State state() {
        State state = inner().state();
        return state == State.OPEN && failed ? State.FAILED : state;
    }

    @Override
    public void close() {
        synchronized (writing) {
            inner().close();
            if (!closed) {
                closed = true;
                log.close();
            }
        }
    }
}
