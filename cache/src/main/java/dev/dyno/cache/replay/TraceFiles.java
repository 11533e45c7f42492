package dev.dyno.cache.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Opens files of traces: gzip and xz by the name's end, the format by the first bytes. */
public final class TraceFiles {

    private static final int BUFFER_BYTES = 1 << 16;

    private TraceFiles() {
    }

    /**
     * @throws IOException if there is no such file or it cannot be read
     * @throws dev.dyno.api.EngineException.Incompatible for our own format in a later version
     */
    public static Trace open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            String name = file.getFileName().toString();
            BufferedInputStream input = new BufferedInputStream(decompressed(name, raw), BUFFER_BYTES);
            return switch (TraceFormat.of(input)) {
                case DYNO -> new DynoTrace(name, input);
                case DECIMAL -> new DecimalTrace(name, input);
                case ADDRESS -> new AddressTrace(name, input);
                case KEYS -> new KeyTrace(name, input);
            };
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static InputStream decompressed(String name, InputStream raw) throws IOException {
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(raw, BUFFER_BYTES);
        }
        return name.endsWith(".xz") ? new XZInputStream(raw) : raw;
    }
}
