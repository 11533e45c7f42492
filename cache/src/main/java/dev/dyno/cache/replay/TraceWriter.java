package dev.dyno.cache.replay;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes a trace of {@link TraceLayout}. Confined to a thread. */
public final class TraceWriter implements Closeable {

    private final OutputStream output;
    private final byte[] bytes = new byte[TraceLayout.START_LENGTH];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

    private TraceWriter(OutputStream output) throws IOException {
        this.output = output;
        TraceLayout.MAGIC.set(buffer, 0, TraceLayout.MAGIC_TEXT);
        TraceLayout.VERSION.set(buffer, 0, TraceLayout.VERSION_NUMBER);
        output.write(bytes, 0, TraceLayout.START_LENGTH);
    }

    /** Creates or replaces a file; a name that ends in {@code .gz} is compressed. */
    public static TraceWriter to(Path file) throws IOException {
        OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        try {
            return new TraceWriter(file.toString().endsWith(".gz") ? new GZIPOutputStream(raw, 1 << 16) : raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** @param size in bytes, at least 1 */
    public void add(long key, int size) throws IOException {
        if (size < 1) {
            throw new IllegalArgumentException("a request has a size: bytes=" + size + ", limit=1");
        }
        TraceLayout.KEY.set(buffer, 0, key);
        TraceLayout.BYTES.set(buffer, 0, size);
        output.write(bytes, 0, TraceLayout.REQUEST_LENGTH);
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
