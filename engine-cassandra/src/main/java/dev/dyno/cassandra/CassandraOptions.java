package dev.dyno.cassandra;

import dev.dyno.api.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** What the engine can be told, each with its default and when to change it. */
final class CassandraOptions {

    /** How a table is written: see {@code docs/decisions/0080-tables-on-cassandra.md}. */
    enum Writes {
        /** Every write is a lightweight transaction: linearizable, conditions work. */
        CONDITIONAL,
        /** Every write is a plain quorum write: several times faster; conditions, updates and old images are denied. */
        PLAIN
    }

    /** What a read that asks for nothing stronger sees. */
    enum Reads {
        /** What the last acknowledged write left. */
        LINEARIZABLE,
        /** What one replica has: an answer with fewer nodes alive, and perhaps an old one. Never chosen silently. */
        EVENTUAL
    }

    private static final String NAME = "[a-z0-9_]{1,48}";

    static final Option<String> CONTACT_POINTS = text("contact-points", "127.0.0.1:9042",
            "host:port, separated by commas", "Nodes to ask first; the driver learns the others from them.",
            ContactPoints::check);
    static final Option<String> DATA_CENTER = text("data-center", "datacenter1", "letters, digits, _ . -",
            "The data centre whose nodes are asked, and that holds the replicas of a new keyspace.",
            text -> matching("[A-Za-z0-9_.-]+", text));
    static final Option<String> KEYSPACE = text("keyspace", "dyno", "1 to 48 of a-z 0-9 _",
            "Where the stores lie; made if it is missing. One holds many stores.", text -> matching(NAME, text));
    static final Option<String> STORE = text("store", "", "1 to 48 of a-z 0-9 _, or nothing",
            "The store in the keyspace. Nothing: one of the directory's own, whose name is kept there. "
            + "Name it to use one store from several machines.", text -> matching("|" + NAME, text));
    static final Option<Integer> REPLICATION = Option.integer("replication", 0, 0, 9,
            "Replicas of a new keyspace; 0 is 3, or every node where there are fewer. "
            + "With 3, one node may be lost without anything noticed.").fixedAtCreate();
    static final Option<Writes> WRITES = Option.choice("writes", Writes.CONDITIONAL,
            "conditional: every write is a lightweight transaction. plain: quorum writes, several times faster, "
            + "without conditions and updates; the later clock wins, not the later arrival.").fixedAtCreate();
    static final Option<Reads> READS = Option.choice("reads", Reads.LINEARIZABLE,
            "linearizable: sees every acknowledged write. eventual: asks one replica, may be old; "
            + "strong readers see everything all the same.");
    static final Option<Integer> REQUEST_MILLIS = Option.integer("request-millis", 20_000, 100, 600_000,
            "How long one request may take before its outcome is unknown.");
    static final Option<Integer> CONNECT_MILLIS = Option.integer("connect-millis", 20_000, 100, 600_000,
            "How long connecting to a node may take.");
    static final Option<Integer> ATTEMPTS = Option.integer("attempts", 5, 1, 100,
            "How often a request that certainly did nothing is tried before it fails. More rides out longer outages.");
    static final Option<Integer> PAGE_ITEMS = Option.integer("page-items", 500, 1, 10_000,
            "Items fetched at once by queries and scans. Fewer for large values.");
    static final Option<Integer> SEQUENCE_BLOCK = Option.integer("sequence-block", 10_000, 1, 1_000_000,
            "Sequences reserved by one transaction. Fewer leave smaller gaps after a crash, at more transactions.");
    static final Option<String> USER = text("user", "", "a role without blanks, or nothing",
            "The role to log in with; nothing where the cluster asks for none.", text -> matching("\\S*", text));
    static final Option<String> PASSWORD_FILE = text("password-file", "", "a readable file, or nothing",
            "A file whose first line is the role's password: passwords are neither on command lines nor in records.",
            CassandraOptions::readable);
    static final Option<Boolean> TLS = Option.flag("tls", false,
            "Encrypt, and check that the servers are who they say.");
    static final Option<String> TLS_CERTIFICATES = text("tls-certificates", "", "a readable PEM file, or nothing",
            "The certificates to trust, of the servers or of who signed them; nothing: those that the JVM trusts.",
            CassandraOptions::readable);

    static final List<Option<?>> ALL = List.of(CONTACT_POINTS, DATA_CENTER, KEYSPACE, STORE, REPLICATION, WRITES,
            READS, REQUEST_MILLIS, CONNECT_MILLIS, ATTEMPTS, PAGE_ITEMS, SEQUENCE_BLOCK, USER, PASSWORD_FILE, TLS,
            TLS_CERTIFICATES);

    private CassandraOptions() {
    }

    private static Option<String> text(String name, String standard, String allowed, String advice,
            Function<String, String> parser) {
        return new Option<>(name, standard, allowed, false, advice, parser);
    }

    private static String matching(String pattern, String text) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException("does not match " + pattern);
        }
        return text;
    }

    private static String readable(String file) {
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            throw new IllegalArgumentException("file cannot be read");
        }
        return file;
    }
}
