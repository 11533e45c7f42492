package dev.dyno.kit.mirror;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.Limits;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An engine that is two: a subject whose answers are given, and a reference that they are compared with. The first
 * difference is an {@link AssertionError} with the call and both answers.
 *
 * <p>Calls of all threads take turns, so that both see one order. Not compared: sequences as numbers (each engine
 * counts for itself; tokens are translated), the order of a scan, statistics, and whatever is about stable storage.
 */
public final class MirrorEngine extends ForwardingEngine {

    /** What only the subject has: the reference keeps items and nothing else. */
    private static final Set<Capability> SUBJECTS_OWN = Set.of(Capability.DURABLE_PROCESS, Capability.DURABLE_SYNC,
            Capability.INJECTED_DISK, Capability.COMMIT_LISTENER, Capability.LOCAL);

    private final Engine reference;
    private final Answers answers;
    private final Tokens tokens = new Tokens();

    public MirrorEngine(Engine subject, Engine reference) {
        super(subject);
        this.reference = reference;
        this.answers = new Answers(name(subject.name(), reference.name()));
    }

    static String name(String subject, String reference) {
        return "mirror(" + subject + "," + reference + ")";
    }

    static Set<Capability> common(Set<Capability> subject, Set<Capability> reference) {
        EnumSet<Capability> both = EnumSet.noneOf(Capability.class);
        for (Capability capability : subject) {
            if (reference.contains(capability) || SUBJECTS_OWN.contains(capability)) {
                both.add(capability);
            }
        }
        return both;
    }

    @Override
    public String name() {
        return name(inner().name(), reference.name());
    }

    @Override
    public Set<Capability> capabilities() {
        return common(inner().capabilities(), reference.capabilities());
    }

    @Override
    public Limits limits() {
        Limits a = inner().limits();
        Limits b = reference.limits();
        return new Limits(Math.min(a.partitionBytes(), b.partitionBytes()), Math.min(a.sortBytes(), b.sortBytes()),
                Math.min(a.valueBytes(), b.valueBytes()), Math.min(a.batchOperations(), b.batchOperations()),
                Math.min(a.batchBytes(), b.batchBytes()));
    }

    @Override
    public TableSpec createTable(TableSpec spec) {
        return answers.same("create table " + spec.name(), () -> inner().createTable(spec),
                () -> reference.createTable(spec), MirrorEngine::alike);
    }

    @Override
    public boolean dropTable(String name) {
        return answers.same("drop table " + name, () -> inner().dropTable(name), () -> reference.dropTable(name));
    }

    @Override
    public List<TableSpec> tables() {
        return answers.same("tables", inner()::tables, reference::tables, (a, b) -> {
            boolean same = a.size() == b.size();
            for (int i = 0; same && i < a.size(); i++) {
                same = alike(a.get(i), b.get(i));
            }
            return same;
        });
    }

    @Override
    public Session openSession() {
        Session session = inner().openSession();
        return new MirrorSession(session, reference.openSession(), answers, tokens);
    }

    @Override
    public void close() {
        inner().close();
        reference.close();
    }

    /** Ids are each engine's own. */
    private static boolean alike(TableSpec a, TableSpec b) {
        return a.name().equals(b.name()) && a.sorted() == b.sorted();
    }
}
