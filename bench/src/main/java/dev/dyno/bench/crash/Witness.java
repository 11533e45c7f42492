package dev.dyno.bench.crash;

import dev.dyno.api.Cursor;
import dev.dyno.api.Session;
import dev.dyno.streams.StreamingEngine;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * What was found after a crash.
 *
 * @param records that were read
 * @param failure what is wrong, or the empty string
 */
record Witness(long records, String failure) {

    private static final int PAGE_RECORDS = 7;

    /** The items of a table. */
    static Map<String, String> items(StreamingEngine engine, String table) {
        Map<String, String> items = new TreeMap<>();
        try (Session session = engine.openSession(); Cursor cursor = session.table(table).scan(0, 1)) {
            while (cursor.next()) {
                items.put(text(cursor.key().partition()), text(cursor.item().value()));
            }
        }
        return items;
    }

    /** The records of every stream by item, as {@code old>new}, shards in their order, which has parents first. */
    static Map<String, List<String>> changes(StreamingEngine engine) {
        Map<String, List<String>> changes = new TreeMap<>();
        RecordPage page = new RecordPage(PAGE_RECORDS, RecordPage.BYTES_MAX);
        try (StreamReader reader = engine.openReader()) {
            for (StreamDescription stream : engine.streams()) {
                for (ShardDescription shard : stream.shards()) {
                    ShardIterator at = reader.iterator(stream.id(), shard.number(), IteratorKind.TRIM_HORIZON);
                    read(reader, at, page, changes);
                }
            }
        }
        return changes;
    }

    private static void read(StreamReader reader, ShardIterator from, RecordPage page,
            Map<String, List<String>> changes) {
        ChangeView view = new ChangeView();
        long before = 0;
        reader.read(from, page);
        while (page.size() > 0) {
            for (int i = 0; i < page.size(); i++) {
                page.get(i, view);
                if (view.number() <= before) {
                    throw new AssertionError("numbers must rise: number=" + view.number() + ", before=" + before);
                }
                before = view.number();
                changes.computeIfAbsent(text(view.key().partition()), key -> new ArrayList<>())
                        .add(text(view.oldItem().value()) + ">" + text(view.newItem().value()));
            }
            if (page.isAtEnd()) {
                return;
            }
            reader.read(page.next(), page);
        }
    }

    private static String text(DirectBuffer buffer) {
        return buffer.getStringWithoutLengthAscii(0, buffer.capacity());
    }
}
