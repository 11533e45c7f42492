package dev.dyno.bench.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How long a thread has been ready and had to wait for a processor, as Linux counts it: on a busy machine that is what
 * most long puts are, and no engine's doing. With it counts what a host took from a virtual machine ("steal"): half of
 * what was taken from two processors, because nobody says from which thread, and in steps of a hundredth of a second.
 *
 * <p>Threads: the one that made it, whose time it is.
 */
final class ProcessorWait implements AutoCloseable {

    private static final Path THREAD = Path.of("/proc/thread-self/schedstat");
    private static final Path MACHINE = Path.of("/proc/stat");
    /** Of the first line: cpu, user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final int STEAL = 8;
    private static final long STEAL_UNIT_NANOS = TimeUnit.SECONDS.toNanos(1) / 100;
    /** A look at the machine costs as much as some puts. */
    private static final long MACHINE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final RandomAccessFile thread;
    private final RandomAccessFile machine;
    private final byte[] text = new byte[160];
    private final int processors = Runtime.getRuntime().availableProcessors();
    private long waited;
    private long stolen;
    private long machineLook;

    ProcessorWait() throws IOException {
        thread = open(THREAD);
        machine = open(MACHINE);
        sinceLastLook(System.nanoTime(), true);
    }

    private static RandomAccessFile open(Path path) throws IOException {
        return Files.isReadable(path) ? new RandomAccessFile(path.toFile(), "r") : null;
    }

    boolean isCounted() {
        return thread != null;
    }

    /**
     * Nanoseconds of waits since the last look; 0 if the system does not say.
     *
     * @param all whether what the host took must be in it; otherwise it is if the last look for it is some time ago
     */
    long sinceLastLook(long now, boolean all) throws IOException {
        long before = waited + stolen;
        if (thread != null) {
            waited = number(thread, 1); // running, waiting, times run
        }
        if (machine != null && (all || now - machineLook > MACHINE_LOOK_NANOS)) {
            stolen = number(machine, STEAL) * STEAL_UNIT_NANOS / processors;
            machineLook = now;
        }
        return waited + stolen - before;
    }

    /** @return 0 if it is not there */
    private long number(RandomAccessFile file, int index) throws IOException {
        file.seek(0);
        int length = file.read(text);
        String[] words = new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII).trim().split("\\s+");
        return words.length <= index ? 0 : Long.parseLong(words[index]);
    }

    @Override
    public void close() throws IOException {
        if (thread != null) {
            thread.close();
        }
        if (machine != null) {
            machine.close();
        }
    }
}
