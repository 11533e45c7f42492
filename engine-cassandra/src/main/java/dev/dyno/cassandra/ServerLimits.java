package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.dyno.api.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server takes in one mutation, asked of the one that answers first: what is larger is refused here with the
 * limit, not there with a stack trace.
 */
final class ServerLimits {

    private static final int OPERATIONS = 2_000;
    /** Of a server with the standard segment of 32 MiB, whose mutations may have half of it. */
    private static final long STANDARD_BYTES = 16 << 20;
    private static final Pattern SIZE = Pattern.compile("(\\d+)(B|KiB|MiB|GiB)");

    private ServerLimits() {
    }

    static Limits of(CqlSession session) {
        // Paxos keeps a copy beside the mutation, and both have their keys and names.
        int bytes = (int) Math.min(mutation(session), STANDARD_BYTES) / 8 * 3;
        int value = Math.min(Limits.FULL.valueBytes(), bytes - Limits.FULL.partitionBytes() - Limits.FULL.sortBytes());
        return new Limits(Limits.FULL.partitionBytes(), Limits.FULL.sortBytes(), value, OPERATIONS, bytes);
    }

    private static long mutation(CqlSession session) {
        try {
            Row row = session.execute(SimpleStatement.newInstance(
                    "SELECT value FROM system_views.settings WHERE name = 'max_mutation_size'")).one();
            return row == null || row.isNull(0) ? STANDARD_BYTES : bytes(row.getString(0));
        } catch (DriverException e) {
            return STANDARD_BYTES; // a server without this view, or a role that may not see it
        }
    }

    /** @return the standard for what is no size */
    static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            return STANDARD_BYTES;
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
