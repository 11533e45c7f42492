package dev.dyno.dynamo.serve;

import java.util.Map;

/**
 * What the console shows besides tables.
 *
 * <p>Threads: any.
 */
public interface Inside {

    /**
     * Cheap, asked every second: {@code title}, {@code engine}, {@code nanos} of a clock, {@code counters} by name and
     * their {@code meanings}, and, where there is one, {@code cache} with DAX's counters.
     */
    Map<String, Object> status();

    /** The structure as a tree of {@code kind}, {@code name}, {@code facts} and {@code children}; may cost. */
    Map<String, Object> shape();
}
