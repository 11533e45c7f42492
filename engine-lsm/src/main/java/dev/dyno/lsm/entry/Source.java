package dev.dyno.lsm.entry;

/**
 * A walk over the keys of one memtable or one level, each with its newest entry that the walk may see. Several of them
 * are merged to a cursor. Confined to a thread; what it shows is valid until its next move, while what it walks over
 * is held.
 *
 * <p>An abstract class with two implementations and plain accessors, so that a merge pays no more than a type check.
 */
public abstract class Source {

    protected boolean valid;
    protected long keyAddress;
    protected int keyLength;
    protected long sequence;
    protected int kind;
    protected long valueAddress;
    protected int valueLength;

    /** For memtables and levels. */
    protected Source() {
    }

    /**
     * To the first key at or behind this one.
     *
     * @param partitionBytes of the key, if it begins with a whole partition key: then keys of one hash are compared by
     *     the first word of their sort keys; else 0
     */
    public abstract void seek(long key, int length, int partitionBytes);

    /** To the last key before this one; {@code length} -1: to the last of all. See {@link #seek}. */
    public abstract void seekBefore(long key, int length, int partitionBytes);

    /** To the next key. The source stands on one. */
    public abstract void next();

    /** To the key before. The source stands on one. */
    public abstract void previous();

    /** Whether it stands on a key. */
    public final boolean isValid() {
        return valid;
    }

    /** Of the composite key. */
    public final long keyAddress() {
        return keyAddress;
    }

    public final int keyLength() {
        return keyLength;
    }

    public final long sequence() {
        return sequence;
    }

    /** See {@link EntryKind}. */
    public final int kind() {
        return kind;
    }

    public final long valueAddress() {
        return valueAddress;
    }

    public final int valueLength() {
        return valueLength;
    }
}
