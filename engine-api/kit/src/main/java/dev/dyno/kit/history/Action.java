package dev.dyno.kit.history;

import java.util.Map;

/** What a thread did to items and what it was told. A value is text; {@link #ABSENT} stands for no item. */
public sealed interface Action {

    String ABSENT = "";

    record Put(String key, String value) implements Action { }

    /** @param removed whether there was an item */
    record Delete(String key, boolean removed) implements Action { }

    record Get(String key, String seen) implements Action { }

    /** A put on condition that the value is {@code expected} ({@link #ABSENT}: that there is none). */
    record Swap(String key, String expected, String value, boolean done) implements Action { }

    /** A put that returned what it replaced. */
    record Exchange(String key, String value, String old) implements Action { }

    /** A batch of puts. */
    record Batch(Map<String, String> values) implements Action {
        public Batch {
            values = Map.copyOf(values);
        }
    }

    /** Reads at one snapshot. */
    record View(Map<String, String> seen) implements Action {
        public View {
            seen = Map.copyOf(seen);
        }
    }
}
