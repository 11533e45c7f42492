package dev.dyno.bench.cli;

/** The environment lacks what a command needs: exit code 3. The message says what, where, and what to do. */
final class Unfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unfit(String message) {
        super(message);
    }

    Unfit(String message, Throwable cause) {
        super(message, cause);
    }
}
