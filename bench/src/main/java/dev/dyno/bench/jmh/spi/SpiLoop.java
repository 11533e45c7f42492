package dev.dyno.bench.jmh.spi;

import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** Through the SPI. */
final class SpiLoop extends Loop {

    private final UnsafeBuffer keyBytes = new UnsafeBuffer(new byte[PARTITION_BYTES + SORT_BYTES]);
    private final Key key = new Key();
    private final Range range = new Range();
    private final ItemView item = new ItemView();
    private final Engine engine;
    private final Session session;
    private final Table table;

    SpiLoop(EngineProvider provider, Path directory) {
        engine = provider.open(EngineConfig.at(directory));
        engine.createTable(TableSpec.sorted("items"));
        session = engine.openSession();
        table = session.table("items");
    }

    private Key keyOf(long number) {
        partitionOf(number, keyBytes, 0);
        sortOf(number, keyBytes, PARTITION_BYTES);
        return key.wrap(keyBytes, 0, PARTITION_BYTES, keyBytes, PARTITION_BYTES, SORT_BYTES);
    }

    @Override
    long get(long number) {
        if (!table.get(keyOf(number), item)) {
            throw new IllegalStateException("missing: item=" + number);
        }
        return check(item.value(), 0, item.length(), number);
    }

    @Override
    long put(long number) {
        return table.put(keyOf(number), valueOf(number), 0, VALUE_BYTES);
    }

    @Override
    long query(long number) {
        partitionOf(number, keyBytes, 0);
        long expected = number - number % PER_PARTITION;
        long sum = 0;
        try (Cursor cursor = table.query(range.partition(keyBytes, 0, PARTITION_BYTES))) {
            while (cursor.next()) {
                sum += check(cursor.item().value(), 0, cursor.item().length(), expected++);
            }
        }
        return sum;
    }

    @Override
    void settle() {
        engine.checkpoint();
    }

    @Override
    public void close() {
        session.close();
        engine.close();
    }
}
