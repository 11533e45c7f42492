package dev.dyno.kit.mirror;

import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import java.util.function.ToLongFunction;
import org.agrona.DirectBuffer;

/** Writes on both sides, with the reference's tokens on its side. Predicates and updaters run once on each. */
final class MirrorTable extends MirrorReader implements Table {

    private final Table subject;
    private final Table reference;
    private final Answers answers;
    private final Tokens tokens;
    private final WriteOptions translated = new WriteOptions();

    MirrorTable(Table subject, Table reference, Answers answers, Tokens tokens) {
        super(subject, reference, answers);
        this.subject = subject;
        this.reference = reference;
        this.answers = answers;
        this.tokens = tokens;
    }

    @Override
    public TableSpec spec() {
        return subject.spec();
    }

    @Override
    public Reader at(Snapshot snapshot) {
        if (!(snapshot instanceof MirrorSnapshot both)) {
            throw new IllegalArgumentException("snapshot is of another engine: snapshot=" + snapshot);
        }
        Reader[] other = new Reader[1];
        Reader first = answers.same("at " + snapshot.sequence(), () -> subject.at(both.subject()), () -> {
            other[0] = reference.at(both.reference());
            return other[0];
        }, (a, b) -> true);
        return new MirrorReader(first, other[0], answers);
    }

    @Override
    public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        return write("put " + key, options, to -> subject.put(key, value, offset, length, to),
                to -> reference.put(key, value, offset, length, to));
    }

    @Override
    public long delete(Key key, WriteOptions options) {
        return write("delete " + key, options, to -> subject.delete(key, to), to -> reference.delete(key, to));
    }

    @Override
    public long update(Key key, ItemUpdater updater, WriteOptions options) {
        return write("update " + key, options, to -> subject.update(key, updater, to),
                to -> reference.update(key, updater, to));
    }

    private long write(String call, WriteOptions options, ToLongFunction<WriteOptions> first,
            ToLongFunction<WriteOptions> second) {
        return answers.same(call, () -> first.applyAsLong(options), () -> second.applyAsLong(translate(options)),
                (outcome, expected) -> {
                    if (options.wantsOld()) {
                        answers.compare(call + ", old item", options.old(), translated.old());
                    }
                    return tokens.same(outcome, expected);
                });
    }

    private WriteOptions translate(WriteOptions options) {
        translated.reset();
        DirectBuffer expected = options.value();
        switch (options.condition()) {
            case ALWAYS -> { }
            case ABSENT -> translated.ifAbsent();
            case PRESENT -> translated.ifPresent();
            case SEQUENCE -> translated.ifSequence(tokens.reference(options.sequence()));
            case VALUE -> translated.ifValue(expected, 0, expected.capacity());
            case PREDICATE -> translated.ifMatches(options.predicate());
        }
        return options.wantsOld() ? translated.returnOld() : translated;
    }
}
