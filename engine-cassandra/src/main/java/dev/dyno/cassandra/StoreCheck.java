package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.dyno.api.Key;
import dev.dyno.api.Limits;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.Verification.Violation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What can be checked from outside: V1 every item has a value and a sequence; V2 keys and values are within the limits
 * and fit their table; V3 no two tables have one id. What lies on the servers' disks they check themselves.
 */
final class StoreCheck {

    private final Rows rows;
    private final List<TableSpec> tables;
    private final Limits limits;
    private final int pageItems;
    private final List<String> checked = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Key key = new Key();

    StoreCheck(Rows rows, List<TableSpec> tables, Limits limits, int pageItems) {
        this.rows = rows;
        this.tables = tables;
        this.limits = limits;
        this.pageItems = pageItems;
    }

    Verification run() {
        for (int i = 1; i < tables.size(); i++) {
            if (tables.get(i).id() == tables.get(i - 1).id()) {
                violations.add(new Violation("V3", "catalogue", "two tables have one id: id=" + tables.get(i).id()
                        + ", names=" + tables.get(i - 1).name() + ", " + tables.get(i).name()));
            }
        }
        checked.add("V3 ids of tables differ (" + tables.size() + " tables)");
        tables.forEach(this::check);
        return new Verification(checked, violations);
    }

    private void check(TableSpec table) {
        long items = 0;
        for (Row row : rows.range(rows.statements().scan.bind(Long.MIN_VALUE, Long.MAX_VALUE, table.id())
                .setPageSize(pageItems), true)) {
            items++;
            check(table, row);
        }
        checked.add("V1 items have a value and a sequence, V2 keys and values are within the limits (" + table.name()
                + ", " + items + " items)");
    }

    private void check(TableSpec table, Row row) {
        UnsafeBuffer partition = buffer(row.getByteBuffer("pk"));
        UnsafeBuffer sort = buffer(row.getByteBuffer("sk"));
        key.wrap(partition, 0, partition.capacity(), sort, 0, sort.capacity());
        String place = "table=" + table.name() + ", key=" + key;
        if (row.isNull("v") || row.isNull("s")) {
            violations.add(new Violation("V1", place, "value is null=" + row.isNull("v") + ", sequence is null="
                    + row.isNull("s")));
            return;
        }
        try {
            limits.check(key);
            table.check(key);
            limits.checkValue(row.getByteBuffer("v").remaining());
        } catch (IllegalArgumentException e) {
            violations.add(new Violation("V2", place, e.getMessage()));
        }
    }

    private static UnsafeBuffer buffer(ByteBuffer bytes) {
        UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        RowCursor.wrap(buffer, bytes);
        return buffer;
    }
}
