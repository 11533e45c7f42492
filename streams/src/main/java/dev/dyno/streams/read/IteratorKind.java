package dev.dyno.streams.read;

/** Where in a shard reading begins. */
public enum IteratorKind {
    /** At the oldest record that is not trimmed. */
    TRIM_HORIZON,
    /** Behind the youngest record: what comes from now on. */
    LATEST,
    /** At the record of a sequence number. */
    AT_SEQUENCE_NUMBER,
    /** Behind the record of a sequence number. */
    AFTER_SEQUENCE_NUMBER
}
