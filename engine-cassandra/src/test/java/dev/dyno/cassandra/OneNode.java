package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.dyno.cassandra.local.LocalCluster;
import dev.dyno.cassandra.local.ServerJdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A server for all tests of this module, started by the first that asks. It ends with this process: by a hook, and
 * where the process was killed by a watcher beside it.
 */
final class OneNode {

    static final String WHY_NOT = "no JDK 17 or 11 for Cassandra's server: install one, or set CASSANDRA_JAVA_HOME";

    private static LocalCluster cluster;
    private static CqlSession admin;

    private OneNode() {
    }

    /** For {@code @EnabledIf}. */
    static boolean possible() {
        return ServerJdk.find().isPresent();
    }

    /** Options that lead to it. */
    static synchronized Map<String, String> options() {
        if (cluster == null) {
            cluster = start(Path.of("target", "cassandra"), 1, LocalCluster.netOfThisProcess(),
                    LocalCluster::withLazyLog);
        }
        return Map.of(CassandraOptions.CONTACT_POINTS.name(), cluster.contactPoints());
    }

    /** A cluster of its own net, so that two builds on one machine do not meet. */
    static LocalCluster start(Path directory, int nodes, String net) {
        return start(directory, nodes, net, UnaryOperator.identity());
    }

    static LocalCluster start(Path directory, int nodes, String net, UnaryOperator<LocalCluster> with) {
        long pid = ProcessHandle.current().pid();
        try {
            LocalCluster started = with.apply(LocalCluster.of(directory, nodes, net, "512m", text -> { }));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(started)));
            started.erase();
            started.start();
            for (long node : started.processes()) {
                new ProcessBuilder(List.of("sh", "-c", "while kill -0 " + pid + " && kill -0 " + node
                        + "; do sleep 2; done; kill -9 " + node)).redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(LocalCluster started) {
        try {
            started.kill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A session of the tests' own, to look and to spoil. */
    static synchronized CqlSession admin() {
        if (admin == null) {
            admin = session(options().get(CassandraOptions.CONTACT_POINTS.name()));
        }
        return admin;
    }

    static CqlSession session(String contactPoints) {
        return builder(contactPoints).build();
    }

    static CqlSessionBuilder builder(String contactPoints) {
        return CqlSession.builder().addContactPoints(ContactPoints.parse(contactPoints))
                .withLocalDatacenter(LocalCluster.DATA_CENTER)
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .withString(DefaultDriverOption.PROTOCOL_VERSION, "V4")
                        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                        .withBoolean(DefaultDriverOption.NETTY_DAEMON, true).build());
    }

    /** Empties every table of every store: what earlier tests left would only make scans long. */
    static void removeItems() {
        if (admin().execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'dyno'").one() != null) {
            admin().execute("TRUNCATE dyno.items");
        }
    }
}
