package dev.dyno.lsm.entry;

/** What an entry says of its key. Numbers, because they are stored. */
public final class EntryKind {

    /** The key has this value. */
    public static final int PUT = 0;
    /** The key has no item: hides what older tables say. */
    public static final int DELETE = 1;
    /** The key has a value that lies in a value file; the entry's value says where. */
    public static final int POINTER = 2;

    private EntryKind() {
    }
}
