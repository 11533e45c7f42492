package dev.dyno.bench.peers;

import dev.dyno.api.EngineProvider;
import java.util.Map;
import java.util.TreeMap;

/**
 * Options of engines that must know how much they will hold before they hold anything; filled in by who loads them.
 */
public final class Sizing {

    /** The most items there will ever be. */
    public static final String ITEMS = "expected-items";
    /** The mean bytes of a value. */
    public static final String ITEM_BYTES = "expected-value-bytes";

    /** Workloads insert besides what was loaded. */
    private static final long GROWTH = 2;
    private static final long ITEMS_LEAST = 1_000_000;

    private Sizing() {
    }

    /** The options with what the engine wants to know beforehand, unless it was given. */
    public static Map<String, String> fill(EngineProvider engine, Map<String, String> given, long items, long bytes) {
        Map<String, String> all = new TreeMap<>(given);
        engine.options().forEach(option -> {
            switch (option.name()) {
                case ITEMS -> all.putIfAbsent(ITEMS, Long.toString(GROWTH * Math.max(ITEMS_LEAST, items)));
                case ITEM_BYTES -> all.putIfAbsent(ITEM_BYTES, Long.toString(Math.max(1, bytes / Math.max(1, items))));
                default -> { }
            }
        });
        return all;
    }
}
