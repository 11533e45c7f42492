package dev.dyno.streams.capture;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.TableSpec;
import dev.dyno.streams.record.ViewType;
import java.util.List;

/** No streams, and no cost: what an experiment compares the others with. */
final class NoCapture implements Capture {

    @Override
    public EngineConfig listening(EngineConfig config) {
        return config;
    }

    @Override
    public void start(Engine engine) {
        // nothing is captured
    }

    @Override
    public void admit() {
        // nothing is captured
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public StreamDescription enable(TableSpec table, ViewType view) {
        throw new IllegalStateException("no capture, so no streams: table=" + table.name() + ", capture="
                + CaptureKind.NONE);
    }

    @Override
    public boolean disable(long stream) {
        return false;
    }

    @Override
    public List<StreamDescription> streams() {
        return List.of();
    }

    @Override
    public void split(long stream, long shard) {
        throw new StreamException.NotFound("no such stream: id=" + stream);
    }

    @Override
    public void trim() {
        // nothing is captured
    }

    @Override
    public void settle() {
        // nothing is captured
    }

    @Override
    public RecordSource source() {
        throw new IllegalStateException("no capture, so no streams: capture=" + CaptureKind.NONE);
    }

    @Override
    public long verify(List<String> broken) {
        return 0;
    }

    @Override
    public void close() {
        // nothing is captured
    }
}
