package dev.dyno.kit.script;

import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.KeyBatch;
import dev.dyno.api.Outcome;
import dev.dyno.api.Range;
import dev.dyno.api.Reader;
import dev.dyno.kit.script.Operation.ItemKey;
import dev.dyno.kit.script.Operation.Limit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an engine says, as text that can be compared with what another says. Sequences are told by the operation that
 * committed them, because engines may count differently; within one engine they must rise.
 */
final class Answers {

    private final ItemView view = new ItemView();
    private final Range range = new Range();
    private final KeyBatch batch = new KeyBatch();
    /** Operation by the sequence of its commit; empty where versions are not compared. */
    private final Map<Long, Integer> committedBy = new HashMap<>();
    private final boolean versions;
    private long lastSequence;

    /** @param versions whether both sides keep the sequences of items */
    Answers(boolean versions) {
        this.versions = versions;
    }

    static UnsafeBuffer buffer(String latin) {
        return new UnsafeBuffer(Token.bytes(latin));
    }

    static String latin(DirectBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return Token.latin(bytes);
    }

    /** A write's answer. */
    String write(int index, long outcome) {
        if (!Outcome.committed(outcome)) {
            return Outcome.describe(outcome);
        }
        if (outcome <= lastSequence) {
            return "committed at sequence " + outcome + ", which is not above " + lastSequence;
        }
        lastSequence = outcome;
        committedBy.put(outcome, index);
        return "committed";
    }

    String item(ItemView item) {
        if (!item.exists()) {
            return item.length() == 0 ? "none" : "none with " + item.length() + " bytes";
        }
        String value = Token.print(latin(item.value()));
        if (!versions) {
            return value;
        }
        Integer by = committedBy.get(item.sequence());
        return value + (by == null ? " of unknown sequence " + item.sequence() : " of operation " + (by + 1));
    }

    String get(Reader reader, ItemKey key) {
        boolean found = reader.get(key.toKey(), view);
        return found == view.exists() ? item(view) : "found=" + found + " but exists=" + view.exists();
    }

    String getBatch(Reader reader, List<ItemKey> keys) {
        batch.clear();
        keys.forEach(key -> batch.add(key.toKey()));
        String[] answers = new String[keys.size()];
        Arrays.fill(answers, "not told");
        int found = reader.getBatch(batch, (index, item) ->
                answers[index] = answers[index].equals("not told") ? item(item) : "told twice");
        return found + " of " + List.of(answers);
    }

    String query(Reader reader, Operation.Query query) {
        UnsafeBuffer partition = buffer(query.partition());
        range.partition(partition, 0, partition.capacity()).reverse(query.descending());
        for (Limit limit : query.bounds()) {
            UnsafeBuffer sort = buffer(limit.sort());
            int length = sort.capacity();
            switch (limit.bound()) {
                case FROM -> range.from(sort, 0, length, true);
                case ABOVE -> range.from(sort, 0, length, false);
                case TO -> range.to(sort, 0, length, true);
                case BELOW -> range.to(sort, 0, length, false);
                case PREFIX -> range.prefix(sort, 0, length);
                case AFTER -> range.after(sort, 0, length);
            }
        }
        if (query.limit() >= 0) {
            range.limit(query.limit());
        }
        List<String> items = new ArrayList<>();
        try (Cursor cursor = reader.query(range)) {
            for (String seek : query.seeks()) {
                boolean there = cursor.seek(new ItemKey(query.partition(), seek).toKey());
                items.add(there ? "seek " + here(cursor) : "seek end");
            }
            while (cursor.next()) {
                items.add(here(cursor));
            }
            if (cursor.next()) {
                items.add("next after the end");
            }
        }
        return items.toString();
    }

    /** Items of all segments in the order of their keys; one that comes twice stands twice. */
    String scan(Reader reader, int segments) {
        List<String> items = new ArrayList<>();
        for (int segment = 0; segment < segments; segment++) {
            try (Cursor cursor = reader.scan(segment, segments)) {
                while (cursor.next()) {
                    items.add(Token.print(latin(cursor.key().partition())) + " " + here(cursor));
                }
            }
        }
        Collections.sort(items);
        return items.toString();
    }

    private String here(Cursor cursor) {
        return Token.print(latin(cursor.key().sort())) + "=" + item(cursor.item());
    }
}
