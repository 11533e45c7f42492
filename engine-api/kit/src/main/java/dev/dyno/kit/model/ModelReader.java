package dev.dyno.kit.model;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemSink;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.api.TableSpec;
import java.util.function.Supplier;

/** Reads of one table, each from the state that {@code states} gives it: the latest, or always the same. */
class ModelReader implements Reader {

    private final TableSpec spec;
    private final Supplier<ModelState> states;

    ModelReader(TableSpec spec, Supplier<ModelState> states) {
        this.spec = spec;
        this.states = states;
    }

    @Override
    public final boolean get(Key key, ItemView out) {
        ItemTree items = items();
        spec.check(key);
        Item item = items.get(ItemKey.of(key));
        if (item == null) {
            out.clear();
            return false;
        }
        item.into(out);
        return true;
    }

    @Override
    public final int getBatch(KeyBatch keys, ItemSink sink) {
        Key key = new Key();
        ItemView item = new ItemView();
        int found = 0;
        for (int i = 0; i < keys.size(); i++) {
            keys.get(i, key);
            found += get(key, item) ? 1 : 0;
            sink.onItem(i, item);
        }
        return found;
    }

    @Override
    public final Cursor query(Range range) {
        items();
        return ModelCursor.query(this, range);
    }

    @Override
    public final Cursor scan(int segment, int of) {
        items();
        return ModelCursor.scan(this, segment, of);
    }

    final ItemTree items() {
        return states.get().items(spec);
    }

    final TableSpec tableSpec() {
        return spec;
    }
}
