package dev.dyno.streams;

import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.memory.Memory;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.Captures;
import dev.dyno.streams.capture.StreamOptions;

/** Streams over any engine: {@code Streaming.over(engine, StreamOptions.of(CaptureKind.LOG))}. */
public final class Streaming {

    private Streaming() {
    }

    /** A provider named {@code streams(inner)}, whose engines are {@link StreamingEngine}s. */
    public static EngineProvider over(EngineProvider inner, StreamOptions options) {
        return new StreamingProvider(inner, options);
    }

    /**
     * Whether streams on a disk are captured into files beside the engine's log ({@link CaptureKind#LOG}) and need its
     * commits: an engine that was opened there without them may let commits go that they have not seen. Changes
     * nothing.
     *
     * @throws EngineException.Corrupt if what says so is not whole
     */
    public static boolean areIn(Disk disk, Memory memory) {
        return Captures.needCommits(disk, memory);
    }
}
