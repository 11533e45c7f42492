package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Range;
import dev.dyno.api.Table;
import dev.dyno.api.WriteOptions;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Numbers;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.dynamo.table.TableModel;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Deletes items whose time has come: a number, of seconds since 1970, that is past and not more than five years. A
 * deletion is one batch with the indexes' entries and with a mark, by which stream records tell that it was nobody's
 * request; the mark's commit is the deletion's. Marks are kept as long as stream records are. An engine whose batches
 * stay in a partition has no marks, and its records do not say whose deletion it was. Confined to a thread.
 */
public final class Expiry {

    private static final String MARKS = "expired";
    private static final long FIVE_YEARS_SECONDS = 5 * 365 * 86_400L;
    private static final long MARK_MILLIS = 25 * 3_600_000L;
    private static final int HASH_BYTES = 2 * Long.BYTES;

    private final Context context;
    private final Writes writes;
    private final Change change = new Change();
    private final Table marks;
    private final boolean hasMarks;
    private final ItemView view = new ItemView();
    private final Value item = new Value();
    private final Value attribute = new Value();
    private final Key key = new Key();
    private final Key mark = new Key();
    private final KeyBatch due = new KeyBatch();
    private final UnsafeBuffer partition = new UnsafeBuffer(MARKS.getBytes(StandardCharsets.UTF_8));
    private final ExpandableArrayBuffer sort = new ExpandableArrayBuffer();
    private final Range range = new Range();

    public Expiry(Context context) {
        this.context = context;
        this.writes = new Writes(context);
        this.marks = context.session.table(Catalogue.SYSTEM_TABLE);
        hasMarks = context.engine.capabilities().contains(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
    }

    /** Deletes what has expired in all tables, and forgets old tokens and marks. @return how many items it deleted */
    public int run() {
        int deleted = 0;
        for (TableModel table : context.catalogue.all()) {
            if (!table.ttlAttribute().isEmpty() && !table.isDeleting()) {
                deleted += expire(context.open(table.name()));
            }
        }
        new Tokens(context).forgetOld();
        forgetMarks();
        return deleted;
    }

    private int expire(OpenTable table) {
        byte[] name = table.model.ttlAttribute().getBytes(StandardCharsets.UTF_8);
        due.clear();
        try (Cursor cursor = table.base.scan(0, 1)) {
            while (cursor.next()) {
                if (isDue(cursor.item(), name)) {
                    due.add(cursor.key());
                }
            }
        }
        int deleted = 0;
        for (int i = 0; i < due.size(); i++) {
            due.get(i, key);
            table.base.strong().get(key, view);
            if (isDue(view, name) && delete(table)) {
                deleted++;
            }
        }
        return deleted;
    }

    private boolean isDue(ItemView candidate, byte[] name) {
        if (!candidate.exists() || !item.wrapItem(candidate.value(), 0, candidate.length()).find(name, attribute)
                || attribute.type() != Types.N) {
            return false;
        }
        BigDecimal seconds = Numbers.decimal(attribute.buffer(), attribute.offset(), attribute.length());
        BigDecimal now = BigDecimal.valueOf(context.options.clock().epochMillis()).movePointLeft(3);
        return seconds.compareTo(now) < 0
                && seconds.compareTo(now.subtract(BigDecimal.valueOf(FIVE_YEARS_SECONDS))) > 0;
    }

    /** @return whether the item was still the one that was seen */
    private boolean delete(OpenTable table) {
        long sequence = view.sequence();
        change.begin(Change.Kind.DELETE, table.model, new Request(
                new ItemWriter())).wantsOld = true;
        change.decide(view);
        context.batch.clear();
        writes.indexes().clear(table);
        writes.add(table, key, change, sequence);
        if (hasMarks) {
            int length = prefix(table.model.engineTable(), key);
            sort.putLong(length, context.options.clock().epochMillis());
            mark.wrap(partition, 0, partition.capacity(), sort, 0, length + Long.BYTES);
            context.batch.put(marks, mark, sort, 0, Long.BYTES, WriteOptions.DEFAULT);
        }
        long outcome = context.session.commit(context.batch, context.durability());
        Writes.checkKnown(outcome);
        return outcome > 0;
    }

    /** Whether a commit was the expiry of an item. */
    boolean isExpiry(String engineTable, Key itemKey, long sequence) {
        int length = prefix(engineTable, itemKey);
        range.partition(partition, 0, partition.capacity()).prefix(sort, 0, length);
        try (Cursor cursor = marks.query(range)) {
            while (cursor.next()) {
                if (cursor.item().sequence() == sequence) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The beginning of an item's marks: two hashes of its table and key. */
    private int prefix(String engineTable, Key itemKey) {
        int end = sort.putStringWithoutLengthUtf8(HASH_BYTES, engineTable) + HASH_BYTES;
        sort.putInt(end, itemKey.partition().capacity());
        sort.putBytes(end + Integer.BYTES, itemKey.partition(), 0, itemKey.partition().capacity());
        end += Integer.BYTES + itemKey.partition().capacity();
        sort.putBytes(end, itemKey.sort(), 0, itemKey.sort().capacity());
        end += itemKey.sort().capacity();
        long first = Bytes.hash(sort, HASH_BYTES, end - HASH_BYTES);
        sort.putByte(end, (byte) 1);
        long second = Bytes.hash(sort, HASH_BYTES, end + 1 - HASH_BYTES);
        sort.putLong(0, first);
        sort.putLong(Long.BYTES, second);
        return HASH_BYTES;
    }

    private void forgetMarks() {
        long before = context.options.clock().epochMillis() - MARK_MILLIS;
        List<Key> old = new ArrayList<>();
        try (Cursor cursor = marks.query(range.partition(partition, 0, partition.capacity()))) {
            while (cursor.next()) {
                byte[] bytes = new byte[cursor.key().sort().capacity()];
                cursor.key().sort().getBytes(0, bytes);
                if (new UnsafeBuffer(bytes).getLong(HASH_BYTES) < before) {
                    old.add(new Key().wrap(partition, 0, partition.capacity(), new UnsafeBuffer(bytes), 0,
                            bytes.length));
                }
            }
        }
        old.forEach(each -> marks.delete(each));
    }
}
