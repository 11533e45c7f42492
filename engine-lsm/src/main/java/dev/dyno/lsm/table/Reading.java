package dev.dyno.lsm.table;

/** What one reader of tables needs besides them: flyweights and buffers, used again. Threads: the owner's. */
public final class Reading {

    private final EntryView view = new EntryView();

    public Reading() {
    }

    EntryView view() {
        return view;
    }
}
