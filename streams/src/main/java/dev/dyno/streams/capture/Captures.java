package dev.dyno.streams.capture;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.memory.Memory;

/** Makes captures. */
public final class Captures {

    private Captures() {
    }

    public static Capture of(StreamOptions options) {
        return switch (options.capture()) {
            case NONE -> new NoCapture();
            case RING -> new RingCapture(options);
            case LOG -> new LogCapture(options);
            case OUTBOX -> new OutboxCapture(options);
        };
    }

    /** Whether streams of a disk, kept by {@link CaptureKind#LOG}, need commits of its engine's log. */
    public static boolean needCommits(Disk disk, Memory memory) {
        return Catalogue.read(disk, memory, 0).needless() < Long.MAX_VALUE;
    }
}
