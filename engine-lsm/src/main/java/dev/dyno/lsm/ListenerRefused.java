package dev.dyno.lsm;

/** A commit listener could not become durable: a flush is called off, and nothing else. */
final class ListenerRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuntimeException thrown;

    ListenerRefused(RuntimeException thrown) {
        super(thrown);
        this.thrown = thrown;
    }

    /** What the listener threw. */
    RuntimeException thrown() {
        return thrown;
    }
}
