package dev.dyno.core.commit;

import dev.dyno.api.run.Clock;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * Commands that wait for a leader, in the order in which they came; and how long a leader waits for more of them before
 * it syncs. A sync costs the same for one commit as for a hundred, so waiting a little serves many writers; a lone one
 * it only slows down, and the window is 0 unless somebody asks for one.
 *
 * <p>Threads: any offers; the rest is the leader's.
 */
final class CommandQueue {

    private static final int CHUNK = 256;

    private final MpscUnboundedAtomicArrayQueue<Command> queue = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final Clock clock;
    private final long windowNanos;
    private boolean waiting;
    private long since;

    /** @param windowNanos how long one group waits for more commands at most */
    CommandQueue(Clock clock, long windowNanos) {
        this.clock = clock;
        this.windowNanos = windowNanos;
    }

    void offer(Command command) {
        queue.offer(command);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    Command peek() {
        return queue.peek();
    }

    Command poll() {
        return queue.poll();
    }

    /** A group begins: its window is whole. */
    void beginGroup() {
        waiting = false;
    }

    /**
     * The next command for the group that is formed.
     *
     * @param durable whether the group will be synced, so that it is worth to wait
     * @return null if the group is to be closed
     */
    Command next(boolean durable) {
        Command next = queue.poll();
        return next == null && durable && windowNanos > 0 ? await() : next;
    }

    /** The window is counted from the first time that the queue was empty. Others need the processor to come here. */
    private Command await() {
        if (!waiting) {
            waiting = true;
            since = clock.nanoTime();
        }
        Command next = queue.poll();
        while (next == null && clock.nanoTime() - since < windowNanos) {
            Thread.yield();
            next = queue.poll();
        }
        return next;
    }
}
