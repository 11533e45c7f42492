package dev.dyno.kit.mirror;

import dev.dyno.api.Durability;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteBatch.Operation;
import dev.dyno.api.WriteOptions.Condition;

/** A session on each side. */
final class MirrorSession extends ForwardingSession {

    private final Session reference;
    private final Answers answers;
    private final Tokens tokens;
    private final WriteBatch translated = new WriteBatch();
    private final Operation operation = new Operation();

    MirrorSession(Session subject, Session reference, Answers answers, Tokens tokens) {
        super(subject);
        this.reference = reference;
        this.answers = answers;
        this.tokens = tokens;
    }

    @Override
    public Table table(String name) {
        Table[] other = new Table[1];
        Table subject = answers.same("table " + name, () -> inner().table(name), () -> {
            other[0] = reference.table(name);
            return other[0];
        }, (a, b) -> a.spec().sorted() == b.spec().sorted());
        return new MirrorTable(subject, other[0], answers, tokens);
    }

    @Override
    public Snapshot snapshot() {
        return answers.alone(() -> new MirrorSnapshot(inner().snapshot(), reference.snapshot()));
    }

    @Override
    public long commit(WriteBatch batch, Durability durability) {
        return answers.same("commit of " + batch.size() + " operations", () -> inner().commit(batch, durability),
                () -> reference.commit(translate(batch), Durability.ENGINE), (subject, other) ->
                        tokens.same(subject, other) && batch.failedIndex() == translated.failedIndex());
    }

    @Override
    public void close() {
        super.close();
        reference.close();
    }

    /** The same batch on the reference's tables, with its tokens. */
    private WriteBatch translate(WriteBatch batch) {
        translated.clear();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i, operation);
            Table table = reference.table(operation.table().name());
            if (operation.options().condition() == Condition.SEQUENCE) {
                operation.options().ifSequence(tokens.reference(operation.options().sequence()));
            }
            switch (operation.kind()) {
                case PUT -> translated.put(table, operation.key(), operation.buffer(), operation.valueOffset(),
                        operation.valueLength(), operation.options());
                case DELETE -> translated.delete(table, operation.key(), operation.options());
                case CHECK -> translated.check(table, operation.key(), operation.options());
            }
        }
        return translated;
    }
}
