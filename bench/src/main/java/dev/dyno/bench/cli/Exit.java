package dev.dyno.bench.cli;

/** Exit codes of every command. */
final class Exit {

    static final int FINE = 0;
    /** What was tested failed. */
    static final int FAILED = 1;
    static final int USAGE = 2;
    /** The environment is unfit. */
    static final int UNFIT = 3;

    private Exit() {
    }
}
