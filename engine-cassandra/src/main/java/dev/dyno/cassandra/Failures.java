package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteType;
import dev.dyno.api.EngineException;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;

/** What a failure of the driver says about a write: whether it certainly did nothing, or may have happened. */
final class Failures {

    private Failures() {
    }

    /**
     * Whether the request certainly did nothing: it was refused before a coordinator began. Every time-out, broken
     * connection and server error is not among these.
     */
    static boolean didNothing(Throwable failure) {
        if (failure instanceof AllNodesFailedException all) {
            return all.getAllErrors().values().stream().flatMap(List::stream).allMatch(Failures::didNothing);
        }
        return failure instanceof UnavailableException || failure instanceof OverloadedException
                || failure instanceof BootstrappingException || failure instanceof NodeUnavailableException
                || failure instanceof BusyConnectionException || failure instanceof RequestThrottlingException
                || failure instanceof QueryValidationException;
    }

    /** Whether asking again can help. */
    static boolean isTransient(DriverException failure) {
        return !(failure instanceof QueryValidationException);
    }

    /** Whether a read gave way to transactions on its item: the servers call that a write's time-out. */
    static boolean isContention(DriverException failure) {
        return failure instanceof WriteTimeoutException timeout && timeout.getWriteType() == WriteType.CAS;
    }

    /** Why a node could not be used, in words where the driver's own say nothing to whoever typed its address. */
    static String why(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof SSLHandshakeException)) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case ClosedChannelException _ -> "connection refused or closed";
            case NotSslRecordException _ -> "the node does not speak TLS there";
            default -> cause.toString();
        };
    }

    static EngineException io(String what, DriverException failure) {
        return new EngineException.Io(what + ", cause=" + failure, failure);
    }
}
