package dev.dyno.streams.capture;

/**
 * What of a shard's file is on stable storage, kept in the catalogue.
 *
 * @param end position behind the last record; 0: nothing, not even the header
 */
record Known(long end, long lastNumber, long lastMillis) {
    static final Known NOTHING = new Known(0, 0, 0);
}
