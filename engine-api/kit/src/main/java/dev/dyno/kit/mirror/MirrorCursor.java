package dev.dyno.kit.mirror;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;

/** Two walks, step by step. */
final class MirrorCursor implements Cursor {

    private final Cursor subject;
    private final Cursor reference;
    private final Answers answers;

    MirrorCursor(Cursor subject, Cursor reference, Answers answers) {
        this.subject = subject;
        this.reference = reference;
        this.answers = answers;
    }

    @Override
    public boolean next() {
        return answers.same("next", subject::next, reference::next, this::sameItem);
    }

    @Override
    public boolean seek(Key key) {
        return answers.same("seek " + key, () -> subject.seek(key), () -> reference.seek(key), this::sameItem);
    }

    @Override
    public Key key() {
        return subject.key();
    }

    @Override
    public ItemView item() {
        return subject.item();
    }

    @Override
    public void close() {
        subject.close();
        reference.close();
    }

    private boolean sameItem(boolean found, boolean expected) {
        if (found && expected) {
            answers.compare("key of cursor", subject.key(), reference.key());
            answers.compare("item of cursor", subject.item(), reference.item());
        }
        return found == expected;
    }
}
