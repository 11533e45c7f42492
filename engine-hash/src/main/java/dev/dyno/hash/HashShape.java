package dev.dyno.hash;

import dev.dyno.api.Shape;
import dev.dyno.core.log.Log;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The engine as people see it: tables with load and probe lengths, segments with liveness. Nothing may be written. */
final class HashShape {

    /** Beyond it segments are told together. */
    private static final int SEGMENTS_SHOWN_MAX = 200;
    private static final double PERCENT = 100.0;

    private final Store store;
    private final HashIndex index;
    private final Arena arena;
    private final Reclaimer reclaimer;
    private final HashOptions options;
    private final boolean openedByImage;

    HashShape(Store store, HashIndex index, Arena arena, Reclaimer reclaimer, HashOptions options,
            boolean openedByImage) {
        this.store = store;
        this.index = index;
        this.arena = arena;
        this.reclaimer = reclaimer;
        this.options = options;
        this.openedByImage = openedByImage;
    }

    Shape of(Log log) {
        List<Shape> parts = new ArrayList<>();
        long items = 0;
        long indexBytes = arena.bytes();
        for (TableIndex table : index.tables()) {
            if (table != null) {
                parts.add(table(table));
                items += table.liveItems;
                indexBytes += bytes(table.items) + (table.partitions == null ? 0 : bytes(table.partitions.buckets()));
            }
        }
        List<Segment> segments = store.segments();
        parts.add(segments(segments));
        parts.add(Shape.leaf("log", "log", Map.of("fileBytes", log.fileBytes())));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("items", items);
        facts.put("indexBytesPerItem", items == 0 ? 0 : Math.round(10.0 * indexBytes / items) / 10.0);
        facts.put("openedByImage", openedByImage);
        facts.put("hotBytes", store.hotBytes());
        facts.put("memoryBudgetBytes", options.memoryBytes());
        facts.put("segments", segments.size());
        facts.put("movedBytes", reclaimer.movedBytes());
        facts.put("segmentsForSnapshots", reclaimer.waiting());
        facts.put("deletedForSnapshots", index.deletedKept());
        facts.put("replacedInPlace", index.replacedInPlace());
        return new Shape("engine", HashEngineProvider.NAME, facts, parts);
    }

    /** Overflow buckets are in the arena. */
    private static long bytes(Buckets buckets) {
        return Buckets.count(buckets.state()) * Buckets.BUCKET_BYTES;
    }

    private static Shape table(TableIndex table) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("items", table.liveItems);
        List<Shape> parts = new ArrayList<>();
        parts.add(buckets("items", table.items));
        if (table.partitions != null) {
            facts.put("partitions", table.partitions.buckets().entries());
            parts.add(buckets("partitions", table.partitions.buckets()));
        }
        return new Shape("table", table.table.name(), facts, parts);
    }

    private static Shape buckets(String name, Buckets buckets) {
        long state = buckets.state();
        long count = Buckets.count(state);
        long second = 0;
        int longest = 0;
        long probes = 0;
        for (long i = 0; i < count; i++) {
            int chain = 0;
            for (long bucket = buckets.bucket(i, state); bucket != 0; bucket = buckets.next(bucket)) {
                chain++;
                for (int slot = 0; slot < Buckets.SLOTS; slot++) {
                    probes += Buckets.entry(bucket, slot) == 0 ? 0 : chain;
                }
            }
            longest = Math.max(longest, chain);
            second += chain > 1 ? 1 : 0;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("buckets", count);
        facts.put("entries", buckets.entries());
        facts.put("loadPercent", Math.round(PERCENT * buckets.entries() / (count * Buckets.SLOTS)));
        facts.put("chainedBuckets", second);
        facts.put("longestChain", longest);
        double perHit = buckets.entries() == 0 ? 0 : (double) probes / buckets.entries();
        facts.put("bucketsPerHit", Math.round(PERCENT * perHit) / PERCENT);
        return Shape.leaf("index", name, facts);
    }

    private static Shape segments(List<Segment> segments) {
        long used = 0;
        long live = 0;
        long cold = 0;
        List<Shape> parts = new ArrayList<>();
        for (Segment segment : segments) {
            used += segment.usedBytes();
            live += segment.liveBytes;
            cold += segment.isHot() ? 0 : segment.usedBytes();
            if (parts.size() < SEGMENTS_SHOWN_MAX) {
                parts.add(segment(segment));
            }
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("usedBytes", used);
        facts.put("livePercent", percent(live, used));
        facts.put("coldBytes", cold);
        return new Shape("segments", "records", facts, parts);
    }

    private static Shape segment(Segment segment) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("usedBytes", segment.usedBytes());
        facts.put("livePercent", percent(segment.liveBytes, segment.usedBytes()));
        facts.put("records", segment.records);
        facts.put("flushedBytes", segment.flushed - SegmentLayout.RECORDS);
        facts.put("where", segment.isHot() ? "memory" : "file");
        return Shape.leaf("segment", Integer.toString(segment.id), facts);
    }

    private static long percent(long part, long whole) {
        return whole == 0 ? 0 : Math.round(PERCENT * part / whole);
    }
}
