package dev.dyno.dynamo.http;

/**
 * What answers the requests of an endpoint: the API on an engine, or a cache before another endpoint.
 *
 * <p>Threads: any.
 */
public interface Operations {

    /** For the calling thread, which keeps it for many requests and closes it. */
    Caller openCaller();

    /**
     * Whether a call may wait for something else than the processor: a sync, another server, a long piece of work.
     * Such a call is made on a thread of its own, since those that serve connections must not stand still.
     */
    boolean waits(Target target);

    /** A caller of operations, confined to one thread. */
    interface Caller extends AutoCloseable {

        /** No answer yet. */
        byte[] UNKNOWN = {};

        /**
         * @param request the body as it came, unpacked; may be anything
         * @return the answer's JSON
         * @throws WireError for an answer that tells of an error
         */
        byte[] call(Target target, byte[] request);

        /**
         * The answer to a call that {@link Operations#waits}, where this caller knows it without waiting; else empty.
         */
        default byte[] known(Target target, byte[] request) {
            return UNKNOWN;
        }

        @Override
        void close();
    }
}
