package dev.dyno.kit.mutant;

import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Table;

/** A table whose reads of single items step through a gap that a writer holds open. Threads: the session's. */
class SteppingTable extends ForwardingTable {

    private final Gap gap;

    SteppingTable(Table inner, Gap gap) {
        super(inner);
        this.gap = gap;
    }

    @Override
    public boolean get(Key key, ItemView out) {
        boolean found = inner().get(key, out);
        gap.step();
        return found;
    }
}
