package dev.dyno.lsm.table;

import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Scratch;
import dev.dyno.lsm.entry.Source;
import org.agrona.UnsafeApi;

/**
 * A walk over the files of a level as a reader at one sequence sees them; a single file is a level, too. Of each key it
 * shows the newest version that the reader sees; {@link #nextEntry} goes over all versions, for compaction.
 *
 * <p>Threads: the walk's own.
 */
public final class LevelSource extends Source {

    /** The shown key is copied here, because its run's prefix and the rest of it lie apart. */
    private final Scratch key;
    private final Reading reading;
    private final EntryView view;
    private Level level;
    private long readSequence;
    private int file;
    private int block;
    private long address;
    private int entries;
    private int index;
    /** Whose prefix is in {@link #key}; -1 none. */
    private int run;
    private int runEnd;
    private int prefixLength;
    /** Whether values that lie in value files are shown as pointers, as a merge wants them. */
    private boolean raw;

    /** @param key memory for a key */
    public LevelSource(Scratch key, Reading reading) {
        this.key = key;
        this.reading = reading;
        view = reading.view();
    }

    /** Walks over another level. @param readAt sees commits up to this one */
    public LevelSource open(Level over, long readAt) {
        level = over;
        raw = false;
        readSequence = readAt;
        valid = false;
        return this;
    }

    @Override
    public void seek(long target, int length, int partitionBytes) {
        file = Math.max(0, level.find(target, length, KeyBytes.head(target, length)));
        block = Math.max(0, level.file(file).index().find(target, length, partitionBytes));
        enterBlock();
        index = Block.lowerBound(address, target, length) - 1;
        next();
        while (valid && KeyBytes.compare(keyAddress, keyLength, target, length) < 0) {
            next(); // two partitions of one hash: the index may have led to a block too early
        }
    }

    @Override
    public void seekBefore(long target, int length, int partitionBytes) {
        if (length < 0) {
            file = level.size() - 1;
            block = level.file(file).index().blocks() - 1;
            enterBlock();
            index = entries;
        } else {
            file = Math.max(0, level.find(target, length, KeyBytes.head(target, length)));
            block = Math.max(0, level.file(file).index().find(target, length, partitionBytes));
            enterBlock();
            index = Block.lowerBound(address, target, length);
        }
        previous();
    }

    /** To the first entry of all; see {@link #nextEntry}. */
    public void first() {
        raw = true;
        file = 0;
        block = 0;
        enterBlock();
        index = -1;
        nextEntry();
    }

    private void enterBlock() {
        address = level.file(file).block(block, reading);
        entries = BlockLayout.ENTRIES.get(address);
        run = -1;
    }

    /** To the next entry: of the same key an older one, or of the next key. */
    public void nextEntry() {
        valid = step();
        if (valid) {
            show();
        }
    }

    /** Reads the next entry. @return false at the end */
    private boolean step() {
        index++;
        if (index == entries) {
            if (block + 1 < level.file(file).index().blocks()) {
                block++;
            } else if (file + 1 < level.size()) {
                file++;
                block = 0;
            } else {
                index--;
                return false;
            }
            enterBlock();
            index = 0;
        }
        view.read(address, index);
        return true;
    }

    @Override
    public void next() {
        boolean newKey = false; // what comes before the next key are older versions of the one that was shown
        while (step()) {
            newKey |= !view.isSameKey();
            if (newKey && view.sequence() <= readSequence) {
                valid = true;
                show();
                return;
            }
        }
        valid = false;
    }

    @Override
    public void previous() {
        for (;;) {
            index--;
            if (index < 0) {
                if (block > 0) {
                    block--;
                } else if (file > 0) {
                    file--;
                    block = level.file(file).index().blocks() - 1;
                } else {
                    valid = false;
                    return;
                }
                enterBlock();
                index = entries;
                continue;
            }
            if (standOnVersion()) {
                return;
            }
        }
    }

    /** At the oldest version of a key: shows the newest that is seen, and stays at the first of its versions. */
    private boolean standOnVersion() {
        int seen = -1;
        view.read(address, index);
        while (true) {
            seen = view.sequence() <= readSequence ? index : seen;
            if (!view.isSameKey()) {
                break;
            }
            index--;
            view.read(address, index);
        }
        if (seen < 0) {
            return false;
        }
        int first = index;
        index = seen;
        view.read(address, index);
        valid = true;
        show();
        index = first;
        return true;
    }

    /** Copies the key together, and what was read of the entry. */
    private void show() {
        if (run < 0 || index >= runEnd || index < RunLayout.FIRST_ENTRY.get(Block.run(address, run))) {
            run = Block.runOf(address, index);
            runEnd = Block.runEnd(address, run);
            long slot = Block.run(address, run);
            prefixLength = RunLayout.PREFIX_LENGTH.get(slot);
            UnsafeApi.copyMemory(Block.prefix(address, slot), key.address(), prefixLength);
        }
        int suffix = view.suffixLength();
        if (suffix == Long.BYTES) {
            UnsafeApi.putLong(key.address() + prefixLength, UnsafeApi.getLong(view.suffixAddress()));
        } else {
            UnsafeApi.copyMemory(view.suffixAddress(), key.address() + prefixLength, suffix);
        }
        keyAddress = key.address();
        keyLength = prefixLength + suffix;
        assert keyLength <= KeyCodec.BYTES_MAX : "keyLength=" + keyLength;
        sequence = view.sequence();
        kind = view.kind();
        valueAddress = view.valueAddress();
        valueLength = view.valueLength();
        if (kind == EntryKind.POINTER && !raw) {
            long pointer = valueAddress;
            valueAddress = level.file(file).valueFile(pointer).value(pointer);
            valueLength = PointerLayout.VALUE_LENGTH.get(pointer);
            kind = EntryKind.PUT;
        }
    }

    /** In a merge: shows the value in place of a pointer, if most of the file that it points into is garbage. */
    public void takeSparseValue(ValueFiles files) {
        if (kind == EntryKind.POINTER && files.isSparse(PointerLayout.FILE_ID.get(valueAddress))) {
            long pointer = valueAddress;
            valueAddress = level.file(file).valueFile(pointer).value(pointer);
            valueLength = PointerLayout.VALUE_LENGTH.get(pointer);
            kind = EntryKind.PUT;
        }
    }
}
