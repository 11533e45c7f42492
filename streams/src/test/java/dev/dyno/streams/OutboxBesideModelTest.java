package dev.dyno.streams;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;

/** The rules of an engine hold with every table captured beside its items, over a model with Cassandra's batches. */
class OutboxBesideModelTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        ModelEngineProvider model = new ModelEngineProvider();
        return Streaming.over(new RemoteProvider(model::open, model.capabilities(), true, () -> RemoteProvider.THROUGH),
                StreamOptions.of(CaptureKind.OUTBOX).withEveryTable(ViewType.NEW_AND_OLD_IMAGES));
    }
}
