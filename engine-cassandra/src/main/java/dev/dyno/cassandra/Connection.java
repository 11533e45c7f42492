package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.AlreadyExistsException;
import com.datastax.oss.driver.internal.core.time.ServerSideTimestampGenerator;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The driver's session, configured from the options.
 *
 * <p>Version 4 of the native protocol, always: in version 5 a server of 5.0 with {@code paxos_variant: v2} leaves a
 * field out of the answer to a contended transaction, and the driver closes the connection over it. Timestamps are the
 * servers': a client's clock must not decide which plain write wins.
 */
final class Connection {

    private static final int QUIET_MILLIS = 5;
    private static final int SHUTDOWN_MILLIS = 15_000;

    private Connection() {
    }

    /** @throws EngineException.Io naming the contact points and what each answered */
    static CqlSession open(EngineConfig config) {
        String points = CassandraOptions.CONTACT_POINTS.in(config);
        String center = CassandraOptions.DATA_CENTER.in(config);
        CqlSessionBuilder builder = CqlSession.builder().withConfigLoader(loader(config))
                .addContactPoints(ContactPoints.parse(points)).withLocalDatacenter(center);
        String user = CassandraOptions.USER.in(config);
        if (!user.isEmpty()) {
            builder.withAuthCredentials(user, password(CassandraOptions.PASSWORD_FILE.in(config)));
        }
        if (CassandraOptions.TLS.in(config)) {
            builder.withSslEngineFactory(Tls.trusting(CassandraOptions.TLS_CERTIFICATES.in(config)));
        }
        CqlSession session;
        try {
            session = builder.build();
        } catch (AllNodesFailedException e) {
            throw new EngineException.Io("no node could be used: contactPoints=" + points + ", dataCenter=" + center
                    + ", causes=" + causes(e), e);
        } catch (DriverException e) {
            throw new EngineException.Io("connect failed: contactPoints=" + points + ", cause=" + e, e);
        }
        checkDataCenter(session, center);
        return session;
    }

    private static DriverConfigLoader loader(EngineConfig config) {
        Duration request = Duration.ofMillis(CassandraOptions.REQUEST_MILLIS.in(config));
        Duration connect = Duration.ofMillis(CassandraOptions.CONNECT_MILLIS.in(config));
        return DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.PROTOCOL_VERSION, "V4")
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, ConsistencyLevel.QUORUM.name())
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, ConsistencyLevel.SERIAL.name())
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, request)
                .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, connect)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, connect)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, connect)
                .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, request)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_TIMEOUT, request)
                .withInt(DefaultDriverOption.REQUEST_PAGE_SIZE, CassandraOptions.PAGE_ITEMS.in(config))
                .withClass(DefaultDriverOption.TIMESTAMP_GENERATOR_CLASS, ServerSideTimestampGenerator.class)
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                // Not 0: closing would race with the driver's own look at how closing went.
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, QUIET_MILLIS)
                .withString(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_UNIT, TimeUnit.MILLISECONDS.name())
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_TIMEOUT, SHUTDOWN_MILLIS).build();
    }

    private static String password(String file) {
        if (file.isEmpty()) {
            throw new IllegalArgumentException("a user needs a password: option="
                    + CassandraOptions.PASSWORD_FILE.name() + " is not set");
        }
        try {
            List<String> lines = Files.readAllLines(Path.of(file));
            return lines.isEmpty() ? "" : lines.getFirst();
        } catch (IOException e) {
            throw new EngineException.Io("password could not be read: file=" + file + ", cause=" + e, e);
        }
    }

    /** The driver would connect to contact points elsewhere and then find no node to ask. */
    private static void checkDataCenter(CqlSession session, String center) {
        TreeSet<String> centers = new TreeSet<>();
        for (Node node : session.getMetadata().getNodes().values()) {
            centers.add(String.valueOf(node.getDatacenter()));
        }
        if (!centers.contains(center)) {
            session.close();
            throw new EngineException.Io("cluster has no such data centre: option="
                    + CassandraOptions.DATA_CENTER.name() + ", value=" + center + ", there are=" + centers, null);
        }
    }

    private static String causes(AllNodesFailedException failure) {
        StringBuilder text = new StringBuilder();
        failure.getAllErrors().forEach((node, errors) -> text.append(text.isEmpty() ? "" : "; ")
                .append(node.getEndPoint()).append(": ")
                .append(errors.isEmpty() ? "" : Failures.why(errors.getFirst())));
        return text.isEmpty() ? String.valueOf(failure.getMessage()) : text.toString();
    }

    /** Runs a statement that makes something; two engines may make it at once. */
    static void make(CqlSession session, String statement) {
        try {
            session.execute(statement);
        } catch (AlreadyExistsException e) {
            return; // another engine of the same store was first
        } catch (DriverException e) {
            throw new EngineException.Io("schema change failed: statement=" + statement + ", cause=" + e, e);
        }
    }
}
