package dev.dyno.streams;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import dev.dyno.log.LogEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;

/** The rules of an engine hold with every table captured, over a durable engine, in rings. */
class RingOverLogTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return Streaming.over(new LogEngineProvider(), StreamOptions.of(CaptureKind.RING)
                .withEveryTable(ViewType.NEW_AND_OLD_IMAGES).withShardBytes(64 << 10));
    }
}
