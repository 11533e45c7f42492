package dev.dyno.bench.race;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Properties;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a fork found out besides its rate, which JMH carries: latencies, bytes written, or why it failed. Left in a file
 * beside its lap.
 *
 * @param latencies of the timed operations, in nanoseconds
 * @param itemsLoaded inside the measured time
 * @param bytesWritten by the process to storage while it loaded, settling and closing included; -1 where the system
 *     does not tell
 * @param bytesAllocated of Java heap inside the measured time, by all threads; -1 where the machine does not tell
 * @param failure empty, or what went wrong
 */
record LapNotes(Histogram latencies, long itemsLoaded, long bytesWritten, long bytesAllocated, String failure) {

    private static final int DIGITS = 3;

    static Histogram newHistogram() {
        return new Histogram(DIGITS);
    }

    /** Where the notes on a lap are. */
    static Path fileFor(Path lapFile) {
        return lapFile.resolveSibling(lapFile.getFileName() + ".notes");
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(buffer);
        properties.setProperty("latencies", Base64.getEncoder().encodeToString(slice(buffer, length)));
        properties.setProperty("itemsLoaded", Long.toString(itemsLoaded));
        properties.setProperty("bytesWritten", Long.toString(bytesWritten));
        properties.setProperty("bytesAllocated", Long.toString(bytesAllocated));
        properties.setProperty("failure", failure);
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }

    /** @return notes without anything if there are none: the fork died before it could write */
    static LapNotes read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new LapNotes(newHistogram(), 0, -1, -1, "");
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        byte[] bytes = Base64.getDecoder().decode(properties.getProperty("latencies"));
        try {
            return new LapNotes(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 1),
                    Long.parseLong(properties.getProperty("itemsLoaded")),
                    Long.parseLong(properties.getProperty("bytesWritten")),
                    Long.parseLong(properties.getProperty("bytesAllocated")), properties.getProperty("failure"));
        } catch (DataFormatException e) {
            throw new IOException("notes of a lap are damaged: file=" + file, e);
        }
    }

    private static byte[] slice(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return bytes;
    }
}
