package dev.dyno.api;

import dev.dyno.api.WriteOptions.Condition;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;

/**
 * Writes that happen together or not at all, over several tables if the engine can. Contents are copied in; the batch
 * is plain data that an engine or a layer walks with {@link Operation}, so it works over every stack. Reusable and,
 * once grown, free of allocation. Confined to a thread.
 *
 * <p>One operation per item: a second one on the same item is refused, because old images and stream order would be
 * ambiguous.
 */
public final class WriteBatch {

    public enum Kind { PUT, DELETE, CHECK }

    private static final int FIELDS = 9;
    private static final int KIND = 0;
    private static final int TABLE = 1;
    private static final int OFFSET = 2;
    private static final int PARTITION = 3;
    private static final int SORT = 4;
    private static final int VALUE = 5;
    private static final int CONDITION = 6;
    /** Index into {@link #predicates}, or length of the expected value behind the new one. */
    private static final int ARGUMENT = 7;
    private static final int HASH = 8;

    /** So many operations are compared one by one: less work than the table, which most batches never need. */
    private static final int SCANNED_MAX = 8;

    private static final Condition[] CONDITIONS = Condition.values();
    private static final Kind[] KINDS = Kind.values();

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
    private final IntArrayList fields = new IntArrayList();
    private final List<ItemPredicate> predicates = new ArrayList<>();
    /**
     * Hash of table and key to the last operation with it, from {@link #SCANNED_MAX} on; collisions are told apart by
     * walking all.
     */
    private final IntArrayList seen = new IntArrayList();
    private final Int2ObjectHashMap<TableSpec> tables = new Int2ObjectHashMap<>();
    private final Operation scratch = new Operation();
    private int end;
    private int failedIndex = -1;

    public WriteBatch clear() {
        fields.clear();
        predicates.clear();
        tables.clear();
        seen.clear();
        end = 0;
        failedIndex = -1;
        return this;
    }

    /** @param options its condition is part of the operation; its durability and old item are not used here */
    public WriteBatch put(Table table, Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        return add(Kind.PUT, table.spec(), key, value, offset, length, options);
    }

    public WriteBatch delete(Table table, Key key, WriteOptions options) {
        return add(Kind.DELETE, table.spec(), key, options.value(), 0, 0, options);
    }

    /** A condition without a write. */
    public WriteBatch check(Table table, Key key, WriteOptions options) {
        return add(Kind.CHECK, table.spec(), key, options.value(), 0, 0, options);
    }

    /** How many operations. */
    public int size() {
        return fields.size() / FIELDS;
    }

    /** Bytes of all keys and values. */
    public int bytes() {
        return end;
    }

    /** How many tables it touches. */
    public int tables() {
        return tables.size();
    }

    /** Whether it has items of more than one partition key; walks the operations. */
    public boolean spansPartitions() {
        for (int i = 1, size = size(); i < size; i++) {
            int at = FIELDS * i;
            int offset = fields.getInt(at + OFFSET);
            if (!Bytes.equal(bytes, offset, fields.getInt(at + PARTITION),
                    bytes, fields.getInt(OFFSET), fields.getInt(PARTITION))) {
                return true;
            }
        }
        return false;
    }

    /** After {@link Outcome#CONDITION_FAILED}: the first operation whose condition did not hold; otherwise -1. */
    public int failedIndex() {
        return failedIndex;
    }

    /** For engines. */
    public void failedIndex(int index) {
        failedIndex = index;
    }

    /** Fills {@code into} with one operation: valid until the batch is changed. */
    public Operation get(int index, Operation into) {
        int at = FIELDS * index;
        int offset = fields.getInt(at + OFFSET);
        int partition = fields.getInt(at + PARTITION);
        int sort = fields.getInt(at + SORT);
        int length = fields.getInt(at + VALUE);
        int argument = fields.getInt(at + ARGUMENT);
        into.kind = KINDS[fields.getInt(at + KIND)];
        into.table = tables.get(fields.getInt(at + TABLE));
        into.key.wrap(bytes, offset, partition, bytes, offset + partition, sort);
        into.valueOffset = offset + partition + sort;
        into.valueLength = length;
        into.buffer = bytes;
        Condition condition = CONDITIONS[fields.getInt(at + CONDITION)];
        if (condition != Condition.ALWAYS || into.options.condition() != Condition.ALWAYS) { // most have none
            into.options.reset();
        }
        switch (condition) {
            case ALWAYS -> { }
            case ABSENT -> into.options.ifAbsent();
            case PRESENT -> into.options.ifPresent();
            case SEQUENCE -> into.options.ifSequence(bytes.getLong(into.valueOffset + length));
            case VALUE -> into.options.ifValue(bytes, into.valueOffset + length, argument);
            case PREDICATE -> into.options.ifMatches(predicates.get(argument));
        }
        return into;
    }

    /** One operation, as a flyweight that an engine keeps and refills. */
    public static final class Operation {
        private final Key key = new Key();
        private final WriteOptions options = new WriteOptions();
        private Kind kind = Kind.CHECK;
        private TableSpec table;
        private DirectBuffer buffer;
        private int valueOffset;
        private int valueLength;

        public Kind kind() {
            return kind;
        }

        public TableSpec table() {
            return table;
        }

        public Key key() {
            return key;
        }

        /** The new value lies at {@link #valueOffset} of this buffer. */
        public DirectBuffer buffer() {
            return buffer;
        }

        public int valueOffset() {
            return valueOffset;
        }

        public int valueLength() {
            return valueLength;
        }

        /** The operation's condition. */
        public WriteOptions options() {
            return options;
        }
    }

    private WriteBatch add(
            Kind kind, TableSpec table, Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
        int hash = (int) (key.partitionHash() * 31 + Bytes.hash(key.sort(), 0, key.sort().capacity())) + table.id();
        checkNew(table, key, hash);
        int partition = key.partition().capacity();
        int sort = key.sort().capacity();
        int start = end;
        bytes.putBytes(end, key.partition(), 0, partition);
        bytes.putBytes(end + partition, key.sort(), 0, sort);
        bytes.putBytes(end + partition + sort, value, offset, length);
        end += partition + sort + length;
        int argument = 0;
        switch (options.condition()) {
            case SEQUENCE -> {
                bytes.putLong(end, options.sequence());
                end += Long.BYTES;
            }
            case VALUE -> {
                argument = options.value().capacity();
                bytes.putBytes(end, options.value(), 0, argument);
                end += argument;
            }
            case PREDICATE -> {
                argument = predicates.size();
                predicates.add(options.predicate());
            }
            case ALWAYS, ABSENT, PRESENT -> { }
        }
        tables.put(table.id(), table);
        fields.addInt(kind.ordinal());
        fields.addInt(table.id());
        fields.addInt(start);
        fields.addInt(partition);
        fields.addInt(sort);
        fields.addInt(length);
        fields.addInt(options.condition().ordinal());
        fields.addInt(argument);
        fields.addInt(hash);
        remember(size() - 1, hash);
        return this;
    }

    private void checkNew(TableSpec table, Key key, int hash) {
        int size = size();
        if (size <= SCANNED_MAX) {
            for (int index = 0; index < size; index++) {
                checkOther(index, table, key, hash);
            }
            return;
        }
        int mask = seen.size() - 1;
        for (int slot = hash & mask; seen.getInt(slot) >= 0; slot = slot + 1 & mask) {
            checkOther(seen.getInt(slot), table, key, hash);
        }
    }

    private void checkOther(int index, TableSpec table, Key key, int hash) {
        if (fields.getInt(FIELDS * index + HASH) == hash && fields.getInt(FIELDS * index + TABLE) == table.id()
                && get(index, scratch).key().sameAs(key)) {
            throw new IllegalArgumentException("batch has two operations on one item: table=" + table.name()
                    + ", key=" + key + ", first=" + index + ", second=" + size());
        }
    }

    /** Open addressing over operation indexes, at most half full. */
    private void remember(int index, int hash) {
        if (index < SCANNED_MAX) {
            return;
        }
        if (2 * (index + 1) > seen.size()) {
            int slots = Math.max(4 * SCANNED_MAX, 2 * seen.size());
            seen.clear();
            for (int i = 0; i < slots; i++) {
                seen.addInt(-1);
            }
            for (int i = 0; i < index; i++) {
                insert(i, fields.getInt(FIELDS * i + HASH));
            }
        }
        insert(index, hash);
    }

    private void insert(int index, int hash) {
        int mask = seen.size() - 1;
        int slot = hash & mask;
        while (seen.getInt(slot) >= 0) {
            slot = slot + 1 & mask;
        }
        seen.setInt(slot, index);
    }
}
