package dev.dyno.kit.script;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.ItemView;
import dev.dyno.api.Reader;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.kit.script.Operation.How;
import dev.dyno.kit.script.Operation.ItemKey;
import dev.dyno.kit.script.Operation.When;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;

/** One engine that operations run on: makes calls of them and text of the answers. Confined to a thread. */
public final class ScriptSide implements AutoCloseable {

    private static final String SKIPPED = "skipped: no such snapshot";

    private final Opener opener;
    private final Answers answers;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    private final WriteOptions options = new WriteOptions();
    private final ItemView view = new ItemView();
    private Engine engine;
    private Session session;
    private int index;

    /** @param versions whether answers tell by which operation an item was written */
    public ScriptSide(Opener opener, boolean versions) {
        this.opener = opener;
        this.answers = new Answers(versions);
        this.engine = opener.open();
        this.session = engine.openSession();
    }

    public Engine engine() {
        return engine;
    }

    void create(Collection<String> names) {
        names.forEach(name -> engine.createTable(TableSpec.sorted(name)));
    }

    /**
     * @param number of the operation, from 0
     * @return the answer; what is the caller's error is an answer, too
     * @throws EngineException for what went wrong in the world
     */
    public String run(int number, Operation operation) {
        index = number;
        try {
            return dispatch(operation);
        } catch (EngineException.Unsupported e) {
            return "not supported: " + e.capability();
        } catch (EngineException.NoSuchTable e) {
            return "no such table";
        } catch (EngineException.TableExists e) {
            return "table exists";
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    private String dispatch(Operation operation) {
        return switch (operation) {
            case Operation.Put put -> put(put);
            case Operation.Delete delete -> {
                long outcome = table(delete.table()).delete(delete.key().toKey(), how(delete.table(), delete.key(),
                        delete.how()));
                yield written(outcome, delete.how());
            }
            case Operation.Update update -> update(update);
            case Operation.Check check -> "refused";
            case Operation.Batch batch -> commit(batch);
            case Operation.Get get -> read(get.table(), get.at(), reader -> answers.get(reader, get.key()));
            case Operation.GetBatch get -> read(get.table(), get.at(), reader -> answers.getBatch(reader, get.keys()));
            case Operation.Query query -> read(query.table(), query.at(), reader -> answers.query(reader, query));
            case Operation.Scan scan -> read(scan.table(), scan.at(), reader -> answers.scan(reader, scan.segments()));
            case Operation.OpenSnapshot open -> openSnapshot(open.name());
            case Operation.CloseSnapshot close -> closeSnapshot(close.name());
            case Operation.CreateTable create -> {
                TableSpec spec = create.sorted() ? TableSpec.sorted(create.table())
                        : TableSpec.unsorted(create.table());
                engine.createTable(spec);
                tables.remove(create.table());
                yield "created";
            }
            case Operation.DropTable drop -> engine.dropTable(drop.table()) ? "dropped" : "no such table";
            case Operation.Service service -> serve(service);
        };
    }

    private String put(Operation.Put put) {
        Table table = table(put.table());
        WriteOptions how = how(put.table(), put.key(), put.how());
        UnsafeBuffer value = Answers.buffer(put.value());
        long outcome = table.put(put.key().toKey(), value, 0, value.capacity(), how);
        // The caller keeps its buffer: an engine that only borrowed it now holds poison.
        value.setMemory(0, value.capacity(), (byte) 0xee);
        return written(outcome, put.how());
    }

    private String update(Operation.Update update) {
        ItemUpdater updater = switch (update.change()) {
            case KEEP -> (current, out) -> ItemUpdater.KEEP;
            case DELETE -> (current, out) -> ItemUpdater.DELETE;
            case ABORT -> (current, out) -> ItemUpdater.ABORT;
            case APPEND -> (current, out) -> {
                int length = current.copyTo(out, 0);
                byte[] more = Token.bytes(update.argument());
                out.putBytes(length, more);
                return length + more.length;
            };
        };
        long outcome = table(update.table()).update(
                update.key().toKey(), updater, how(update.table(), update.key(), update.how()));
        return written(outcome, update.how());
    }

    private String commit(Operation.Batch operation) {
        WriteBatch batch = new WriteBatch();
        for (Operation.Batched one : operation.operations()) {
            Table table = table(one.table());
            WriteOptions when = options.reset();
            set(when, one.table(), one.key(), one.when());
            switch (one) {
                case Operation.Put put -> {
                    UnsafeBuffer value = Answers.buffer(put.value());
                    batch.put(table, put.key().toKey(), value, 0, value.capacity(), when);
                }
                case Operation.Delete delete -> batch.delete(table, delete.key().toKey(), when);
                case Operation.Check check -> batch.check(table, check.key().toKey(), when);
            }
        }
        String answer = answers.write(index, session.commit(batch, level(operation.durability())));
        return batch.failedIndex() < 0 ? answer : answer + " at " + batch.failedIndex();
    }

    private String read(String table, String at, Function<Reader, String> call) {
        if (at.isEmpty()) {
            return call.apply(table(table));
        }
        Snapshot snapshot = snapshots.get(at);
        return snapshot == null ? SKIPPED : call.apply(table(table).at(snapshot));
    }

    private String openSnapshot(String name) {
        if (snapshots.containsKey(name)) {
            return "skipped: is open";
        }
        snapshots.put(name, session.snapshot());
        return "open";
    }

    private String closeSnapshot(String name) {
        Snapshot snapshot = snapshots.remove(name);
        if (snapshot == null) {
            return SKIPPED;
        }
        snapshot.close();
        return "closed";
    }

    private String serve(Operation.Service service) {
        switch (service) {
            case CHECKPOINT -> engine.checkpoint();
            case SYNC -> {
                if (!engine.capabilities().contains(Capability.DURABLE_SYNC)) {
                    return "done";
                }
                engine.sync();
                if (engine.durableSequence() < engine.committedSequence()) {
                    return "sync left durable=" + engine.durableSequence() + " behind committed="
                            + engine.committedSequence();
                }
            }
            case VERIFY -> {
                Verification found = engine.verify();
                return found.clean() ? "done" : found.violations().toString();
            }
            case CLOSE -> close();
            case REOPEN -> {
                close();
                engine = opener.open();
                session = engine.openSession();
            }
        }
        return "done";
    }

    private String written(long outcome, How how) {
        String answer = answers.write(index, outcome);
        return how.returnsOld() ? answer + ", old " + answers.item(options.old()) : answer;
    }

    private WriteOptions how(String table, ItemKey key, How how) {
        options.reset().durability(level(how.durability()));
        set(options, table, key, how.when());
        return how.returnsOld() ? options.returnOld() : options;
    }

    /** An engine that does not promise a level, such as the model, is asked for its own. */
    private Durability level(Durability asked) {
        return switch (asked) {
            case PROCESS -> engine.capabilities().contains(Capability.DURABLE_PROCESS) ? asked : Durability.ENGINE;
            case SYNC -> engine.capabilities().contains(Capability.DURABLE_SYNC) ? asked : Durability.ENGINE;
            case ENGINE, MEMORY -> asked;
        };
    }

    private void set(WriteOptions when, String table, ItemKey key, When condition) {
        switch (condition.condition()) {
            case ALWAYS -> { }
            case ABSENT -> when.ifAbsent();
            case PRESENT -> when.ifPresent();
            case SEQUENCE -> when.ifSequence(sequence(table, key, condition.version()));
            case VALUE -> {
                UnsafeBuffer expected = Answers.buffer(condition.argument());
                when.ifValue(expected, 0, expected.capacity());
            }
            case PREDICATE -> when.ifMatches(
                    current -> current.exists() && Answers.latin(current.value()).startsWith(condition.argument()));
        }
    }

    private long sequence(String table, ItemKey key, Operation.Version version) {
        boolean found = table(table).get(key.toKey(), view);
        return switch (version) {
            case CURRENT -> view.sequence();
            case STALE -> found ? view.sequence() - 1 : 1;
            case NONE -> 0;
        };
    }

    /** Handles are kept, so that one on a table that was dropped meanwhile is used and must refuse. */
    private Table table(String name) {
        return tables.computeIfAbsent(name, session::table);
    }

    @Override
    public void close() {
        snapshots.values().forEach(Snapshot::close);
        snapshots.clear();
        tables.clear();
        session.close();
        engine.close();
    }
}
