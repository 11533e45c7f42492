package dev.dyno.kit.mirror;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;

/** Reads on both sides. The subject's views are given; the reference's are only looked at. */
class MirrorReader implements Reader {

    private final Reader subject;
    private final Reader reference;
    private final Answers answers;
    private final ItemView known = new ItemView();
    private final Key key = new Key();

    MirrorReader(Reader subject, Reader reference, Answers answers) {
        this.subject = subject;
        this.reference = reference;
        this.answers = answers;
    }

    /** Engines differ in it, as in the order of their scans. */
    @Override
    public final long ringPosition(Key key) {
        return subject.ringPosition(key);
    }

    @Override
    public final boolean get(Key wanted, ItemView out) {
        return answers.same("get " + wanted, () -> subject.get(wanted, out), () -> reference.get(wanted, known),
                (found, expected) -> {
                    answers.compare("get " + wanted, out, known);
                    return found.equals(expected);
                });
    }

    /** Each answer is compared with a single read of the reference. */
    @Override
    public final int getBatch(KeyBatch keys, ItemSink sink) {
        return answers.same("get batch of " + keys.size(), () -> subject.getBatch(keys, (index, item) -> {
            keys.get(index, key);
            reference.get(key, known);
            answers.compare("get batch, " + key, item, known);
            sink.onItem(index, item);
        }), () -> reference.getBatch(keys, (index, item) -> { }));
    }

    @Override
    public final Cursor query(Range range) {
        Cursor[] other = new Cursor[1];
        Cursor first = answers.same("query", () -> subject.query(range), () -> {
            other[0] = reference.query(range);
            return other[0];
        }, (a, b) -> true);
        return new MirrorCursor(first, other[0], answers);
    }

    /** Given as the subject has it: which item is in which segment is each engine's own. */
    @Override
    public final Cursor scan(int segment, int of) {
        return answers.alone(() -> subject.scan(segment, of));
    }
}
