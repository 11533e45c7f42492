package dev.dyno.dynamo.expression;

import dev.dyno.api.ItemView;
import dev.dyno.dynamo.item.Value;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * What an expression is evaluated over: an item, the request's values, and flyweights for what lies in between. One
 * for a session; an expression runs on one thread at a time, though perhaps another one at the commit point.
 */
public final class Scope {

    private final Value item = new Value();
    private final Value values = new Value();
    private final List<Value> flyweights = new ArrayList<>();
    private int used;

    /** The item to test: valid until the next call. */
    public Scope item(ItemView view) {
        if (view.exists()) {
            item.wrapItem(view.value(), 0, view.length());
        } else {
            item.clear();
        }
        return this;
    }

    public Scope item(DirectBuffer buffer, int offset, int length) {
        item.wrapItem(buffer, offset, length);
        return this;
    }

    public Scope noItem() {
        item.clear();
        return this;
    }

    /** The values that placeholders stand for, as a map. */
    public Scope values(DirectBuffer buffer, int offset, int length) {
        values.wrapItem(buffer, offset, length);
        return this;
    }

    public Scope noValues() {
        values.clear();
        return this;
    }

    Value item() {
        return item;
    }

    Value values() {
        return values;
    }

    /** A flyweight until {@link #give}. */
    Value take() {
        if (used == flyweights.size()) {
            flyweights.add(new Value());
        }
        return flyweights.get(used++).clear();
    }

    /** Gives back what was taken last. */
    void give(int count) {
        used -= count;
    }
}
