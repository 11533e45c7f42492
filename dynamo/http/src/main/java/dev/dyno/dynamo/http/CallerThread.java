package dev.dyno.dynamo.http;

import io.netty.util.concurrent.FastThreadLocalThread;

/** A thread that serves requests and owns its {@link Operations.Caller}, opened at the first and closed at its end. */
final class CallerThread extends FastThreadLocalThread {

    private final Operations operations;
    private Operations.Caller caller;

    CallerThread(Runnable task, String name, Operations operations) {
        super(task, name);
        this.operations = operations;
        setDaemon(true);
    }

    /** The caller of the current thread, which must be one of these. */
    static Operations.Caller current() {
        CallerThread thread = (CallerThread) currentThread();
        if (thread.caller == null) {
            thread.caller = thread.operations.openCaller();
        }
        return thread.caller;
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            if (caller != null) {
                caller.close();
            }
        }
    }
}
