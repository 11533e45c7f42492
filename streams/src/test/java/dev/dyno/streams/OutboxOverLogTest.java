package dev.dyno.streams;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import dev.dyno.log.LogEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;

/** The rules of an engine hold with every table captured into items of its own, over a durable engine. */
class OutboxOverLogTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return Streaming.over(new LogEngineProvider(), StreamOptions.of(CaptureKind.OUTBOX)
                .withEveryTable(ViewType.NEW_AND_OLD_IMAGES).withShardBytes(64 << 10));
    }
}
