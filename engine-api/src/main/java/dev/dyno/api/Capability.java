package dev.dyno.api;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an engine may leave out. Everything is expected: leaving one out is a <i>denial</i>, and the kit tests that the
 * refusal is an {@link EngineException.Unsupported} that names the capability. A new capability is always expected by
 * default; an engine never becomes less without saying so.
 */
public enum Capability {
    QUERY("ordered queries inside a partition"),
    QUERY_REVERSE("queries from the greatest sort key down"),
    SCAN("scans of a table in disjoint segments"),
    SNAPSHOT("consistent read points over all tables"),
    ATOMIC_BATCH("batches that apply whole or not at all"),
    ATOMIC_BATCH_ACROSS_PARTITIONS("batches over several partitions"),
    ATOMIC_BATCH_ACROSS_TABLES("batches over several tables"),
    CONDITION_PRESENCE("writes if absent or present"),
    CONDITION_SEQUENCE("items carry their commit's sequence; writes on condition of it"),
    CONDITION_VALUE("writes if the value is equal"),
    CONDITION_PREDICATE("writes if a predicate holds at the commit point"),
    UPDATE("atomic read, compute and write"),
    RETURN_OLD("a write returns the item it replaced"),
    COMMIT_LISTENER("every change reported in commit order with its old image, replayed after a crash"),
    ZERO_COPY_READ("views at a snapshot live until it closes"),
    DURABLE_PROCESS("acknowledged writes survive kill -9"),
    DURABLE_SYNC("acknowledged writes survive a power cut"),
    INJECTED_DISK("all input and output goes through the disk given at open"),
    CHANGES_TABLES("tables can be created and dropped while open"),
    LOCAL("data lives in this process; an outcome is never unknown");

    private final String meaning;

    Capability(String meaning) {
        this.meaning = meaning;
    }

    /** What it is, in a few words. */
    public String meaning() {
        return meaning;
    }

    public static Set<Capability> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(Capability.class));
    }

    /** Everything but these: how an engine states its denials. */
    public static Set<Capability> allBut(Capability first, Capability... rest) {
        return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(first, rest)));
    }
}
