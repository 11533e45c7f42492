package dev.dyno.kit.strict;

import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Reader;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.agrona.DirectBuffer;

/** Writes whose old item is lent, and whose predicate and updater see views that die when they return. */
final class StrictTable extends StrictReader implements Table {

    private final Table inner;
    private final Lifetimes lifetimes;
    private final boolean zeroCopy;
    private final WriteOptions passed = new WriteOptions();

    StrictTable(Table inner, Lifetimes lifetimes, boolean zeroCopy) {
        super(inner, lifetimes, null, zeroCopy);
        this.inner = inner;
        this.lifetimes = lifetimes;
        this.zeroCopy = zeroCopy;
    }

    @Override
    public TableSpec spec() {
        return inner.spec();
    }

    @Override
    public Reader at(Snapshot snapshot) {
        if (!(snapshot instanceof StrictSnapshot strict)) {
            throw new IllegalArgumentException("snapshot is of another engine: snapshot=" + snapshot);
        }
        strict.check();
        return lifetimes.call(() -> new StrictReader(inner.at(strict.inner()), lifetimes, strict, zeroCopy));
    }

    @Override
    public Reader strong() {
        return lifetimes.call(() -> new StrictReader(inner.strong(), lifetimes, null, zeroCopy));
    }

    @Override
    public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        Objects.requireNonNull(value, "value").boundsCheck(offset, length);
        return write(key, options, to -> inner.put(key, value, offset, length, to));
    }

    @Override
    public long delete(Key key, WriteOptions options) {
        return write(key, options, to -> inner.delete(key, to));
    }

    @Override
    public long update(Key key, ItemUpdater updater, WriteOptions options) {
        Objects.requireNonNull(updater, "updater");
        return write(key, options, to -> inner.update(key, (current, out) -> {
            int[] length = new int[1];
            shortly(current, view -> {
                length[0] = updater.update(view, out);
                return true;
            });
            return length[0];
        }, to));
    }

    private long write(Key key, WriteOptions options, ToLongFunction<WriteOptions> write) {
        checkKey(key);
        Objects.requireNonNull(options, "options");
        return lifetimes.call(() -> {
            long outcome = write.applyAsLong(guarded(options));
            if (options.wantsOld()) {
                lifetimes.lend(passed.old(), options.old());
            }
            return outcome;
        });
    }

    /** The same options, with a predicate that sees a short-lived copy. */
    private WriteOptions guarded(WriteOptions options) {
        passed.reset().durability(options.durability());
        DirectBuffer expected = options.value();
        switch (options.condition()) {
            case ALWAYS -> { }
            case ABSENT -> passed.ifAbsent();
            case PRESENT -> passed.ifPresent();
            case SEQUENCE -> passed.ifSequence(options.sequence());
            case VALUE -> passed.ifValue(expected, 0, expected.capacity());
            case PREDICATE -> passed.ifMatches(current -> shortly(current, options.predicate()::test));
        }
        return options.wantsOld() ? passed.returnOld() : passed;
    }
}
