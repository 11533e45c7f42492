package dev.dyno.core.log;

import dev.dyno.api.EngineException;

/** What made a log unusable, the first of all: it is final (R4). Threads: any. */
final class Failure {

    private volatile Throwable first;

    boolean happened() {
        return first != null;
    }

    /** @return to be thrown; see {@link Log#fail} */
    RuntimeException fail(Throwable cause) {
        if (first == null) {
            first = cause;
        }
        if (cause instanceof EngineException.Failed already) {
            return already;
        }
        if (cause instanceof EngineException || !(cause instanceof RuntimeException bug)) {
            return failed(cause);
        }
        return bug;
    }

    /** @throws EngineException.Failed if there is one */
    void check() {
        Throwable cause = first;
        if (cause != null) {
            throw failed(cause);
        }
    }

    private static EngineException.Failed failed(Throwable cause) {
        return new EngineException.Failed("log has failed, open the engine again: cause=" + cause.getMessage(), cause);
    }
}
