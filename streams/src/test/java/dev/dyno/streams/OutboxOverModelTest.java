package dev.dyno.streams;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;

/** The rules of an engine hold with every table captured into items of its own, over the model. */
class OutboxOverModelTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return Streaming.over(new ModelEngineProvider(), StreamOptions.of(CaptureKind.OUTBOX)
                .withEveryTable(ViewType.NEW_AND_OLD_IMAGES).withShardBytes(64 << 10));
    }
}
