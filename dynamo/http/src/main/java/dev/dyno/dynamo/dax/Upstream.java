package dev.dyno.dynamo.dax;

import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.http.WireError;

/**
 * The endpoint behind the accelerator.
 *
 * <p>Threads: any.
 */
public interface Upstream extends AutoCloseable {

    /**
     * Asks, and waits for the answer.
     *
     * @throws WireError for an answer that tells of an error, as it came
     * @throws UnknownOutcomeException if no answer came: what was asked may have happened
     */
    byte[] ask(Target target, byte[] request);

    @Override
    void close();

    /** No answer came. */
    final class UnknownOutcomeException extends RuntimeException {

        private static final long serialVersionUID = 1;

        public UnknownOutcomeException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
