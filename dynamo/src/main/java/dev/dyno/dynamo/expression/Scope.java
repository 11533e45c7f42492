package dev.dyno.dynamo.expression;

import dev.dyno.api.ItemView;
import dev.dyno.dynamo.item.Entries;
import dev.dyno.dynamo.item.Numbers;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an expression is evaluated over: an item, the request's values, and flyweights for what lies in between. One
 * for a session; an expression runs on one thread at a time, though perhaps another one at the commit point.
 */
public final class Scope {

    /** Computed numbers that are in use at a time: more than any operator has operands. */
    private static final int NUMBERS = 8;

    private final Value item = new Value();
    private final Value values = new Value();
    private final Entries walk = new Entries();
    private final byte[] numbers = new byte[NUMBERS * Numbers.BYTES_MAX * 2];
    private final UnsafeBuffer numbersView = new UnsafeBuffer(numbers);
    private int number;
    private DirectBuffer arena = numbersView;
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

    /** The item to test, as a map; or none. */
    public Scope item(Value map) {
        item.wrap(map);
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

    /** Where values lie that have no placeholder. */
    public Scope arena(DirectBuffer buffer) {
        arena = buffer;
        return this;
    }

    DirectBuffer arena() {
        return arena;
    }

    public Scope noValues() {
        values.clear();
        return this;
    }

    /** A number that is in no item, as a value: good for the operator that asked. */
    void number(long whole, Value out) {
        number = (number + 1) % NUMBERS;
        int at = number * 2 * Numbers.BYTES_MAX;
        numbers[at] = Types.N;
        numbers[at + 1] = (byte) Numbers.put(whole, numbers, at + 2);
        out.wrap(numbersView, at);
    }

    /** A walk for whoever asks last. */
    Entries walk() {
        return walk;
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
