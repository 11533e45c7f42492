package dev.dyno.streams;

import dev.dyno.api.ItemView;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Streams as lines of text: {@code key old>new}, parents before children. */
final class StreamLines {

    private StreamLines() {
    }

    /** All records of all streams of an engine, by item, in the order read. */
    static Map<String, List<String>> byItem(StreamingEngine engine) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (StreamDescription stream : engine.streams()) {
            for (String line : lines(engine, stream)) {
                lines.computeIfAbsent(line.substring(0, line.indexOf(' ')), key -> new ArrayList<>()).add(line);
            }
        }
        return lines;
    }

    /** All records of a stream, shard by shard. */
    static List<String> lines(StreamingEngine engine, StreamDescription stream) {
        List<String> lines = new ArrayList<>();
        try (StreamReader reader = engine.openReader()) {
            for (ShardDescription shard : stream.shards()) {
                ShardIterator at = reader.iterator(stream.id(), shard.number(), IteratorKind.TRIM_HORIZON);
                lines.addAll(lines(reader, at, new RecordPage(7, 1 << 20)));
            }
        }
        return lines;
    }

    /** Reads on from an iterator until there is nothing more. */
    static List<String> lines(StreamReader reader, ShardIterator from, RecordPage page) {
        List<String> lines = new ArrayList<>();
        ChangeView view = new ChangeView();
        ShardIterator at = from;
        long before = 0;
        while (true) {
            reader.read(at, page);
            for (int i = 0; i < page.size(); i++) {
                page.get(i, view);
                if (view.number() <= before) {
                    throw new AssertionError("numbers must rise: number=" + view.number() + ", before=" + before);
                }
                before = view.number();
                lines.add(line(view));
            }
            if (page.size() == 0 || page.isAtEnd()) {
                return lines;
            }
            at = page.next();
        }
    }

    static String line(ChangeView view) {
        return view.key() + " " + text(view.oldItem()) + ">" + text(view.newItem());
    }

    static String text(ItemView item) {
        return item.exists() ? shorter(item.value().getStringWithoutLengthAscii(0, item.length())) : "";
    }

    /** Runs of x as their length, so that a failure can be read. */
    static String shorter(String value) {
        int run = value.indexOf('x');
        return run < 0 || !value.endsWith("x".repeat(value.length() - run))
                ? value : value.substring(0, run) + "x" + (value.length() - run);
    }
}
