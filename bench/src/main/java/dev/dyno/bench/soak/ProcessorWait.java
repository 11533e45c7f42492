package dev.dyno.bench.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a thread has been ready and had to wait for a processor, as Linux counts it: on a busy machine that is what
 * most long puts are, and no engine's doing. Threads: the one that made it, whose time it is.
 */
final class ProcessorWait implements AutoCloseable {

    private static final Path FILE = Path.of("/proc/thread-self/schedstat");

    private final RandomAccessFile file;
    private final byte[] text = new byte[96];

    ProcessorWait() throws IOException {
        file = Files.isReadable(FILE) ? new RandomAccessFile(FILE.toFile(), "r") : null;
    }

    boolean isCounted() {
        return file != null;
    }

    /** Since the thread began; 0 if the system does not say. */
    long nanos() throws IOException {
        if (file == null) {
            return 0;
        }
        file.seek(0);
        int length = file.read(text);
        String[] numbers = new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII).trim().split(" ");
        return numbers.length < 2 ? 0 : Long.parseLong(numbers[1]); // running, waiting, times run
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
