package dev.dyno.streams.capture;

import dev.dyno.api.disk.DiskFile;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How a {@link Tail} comes into its file: full buffers in the background while the next one fills, by
 * {@link #writeFull} beside the committing thread, which writes itself only if all are full, and then meets whatever
 * kept the background from it. So a commit waits for the system only where changes come faster than files can be
 * written.
 *
 * <p>Threads: who writes holds {@link #writing}, and the shard's monitor only for a look before and behind the call to
 * the system, so readers do not wait for that. Order: {@code writing}, then the monitor.
 */
final class TailFile {

    private final Tail tail;
    private final DiskFile file;
    private final Object monitor;
    private final ReentrantLock writing = new ReentrantLock();

    /** @param monitor of the shard, under which the tail is looked at */
    TailFile(Tail tail, DiskFile file, Object monitor) {
        this.tail = tail;
        this.file = file;
        this.monitor = monitor;
    }

    /** By the committing thread: the next buffer takes over, for so many bytes at least. */
    void makeRoom(long end, int bytes) {
        boolean isWritten;
        synchronized (monitor) {
            isWritten = tail.canMakeRoom();
        }
        if (!isWritten) {
            writeFull();
        }
        synchronized (monitor) {
            tail.makeRoom(end, bytes);
        }
    }

    /**
     * Hands full buffers over to the file.
     *
     * @throws dev.dyno.api.EngineException.Full with nothing lost: they stay in memory
     */
    void writeFull() {
        write(Long.MAX_VALUE);
    }

    /** As {@link #writeFull}, with the buffer that is not full, up to an end that nobody moves meanwhile. */
    void writeAll(long end) {
        write(end);
    }

    /** @param end {@link Long#MAX_VALUE}: where the full buffers end */
    private void write(long end) {
        writing.lock();
        try {
            boolean more = true;
            while (more) {
                more = writePiece(end);
            }
        } finally {
            writing.unlock();
        }
    }

    /** @return whether there was one */
    private boolean writePiece(long end) {
        long from;
        long address;
        int length;
        synchronized (monitor) {
            from = tail.written();
            length = tail.unwritten(end == Long.MAX_VALUE ? tail.fullEnd() : end);
            address = length > 0 ? tail.address(from) : 0;
        }
        if (length > 0) {
            file.write(from, address, length);
            synchronized (monitor) {
                tail.wrote(length);
            }
        }
        return length > 0;
    }

    /** Runs something when nobody writes, with the monitor held. */
    void exclusively(Runnable action) {
        writing.lock();
        try {
            synchronized (monitor) {
                action.run();
            }
        } finally {
            writing.unlock();
        }
    }
}
