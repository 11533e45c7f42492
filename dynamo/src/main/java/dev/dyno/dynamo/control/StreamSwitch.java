package dev.dyno.dynamo.control;

import dev.dyno.api.Engine;
import dev.dyno.dynamo.DynamoOptions;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.table.TableModel;
import dev.dyno.streams.StreamingEngine;
import dev.dyno.streams.record.ViewType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Switches tables' streams on and off, where the stream layer is the uppermost of the engine's.
 *
 * <p>Threads: under the control plane's lock.
 */
final class StreamSwitch {

    private static final List<String> VIEWS = List.of("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY");
    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Engine engine;
    private final DynamoOptions options;

    StreamSwitch(Engine engine, DynamoOptions options) {
        this.engine = engine;
        this.options = options;
    }

    /** @param specification {@code StreamSpecification}. @return the table with its stream as asked for */
    TableModel change(TableModel table, Members specification) {
        Boolean enabled = specification.bool("StreamEnabled");
        String view = specification.string("StreamViewType");
        new Constraints().notNull(enabled, "streamSpecification.streamEnabled")
                .oneOf(view, "streamSpecification.streamViewType", VIEWS).check();
        if (!enabled) {
            if (view != null) {
                throw DynamoError.invalid("StreamViewType cannot be specified when StreamEnabled is false");
            }
            if (!table.hasStream()) {
                throw DynamoError.validation("Table does not have a stream to disable: TableName: " + table.name());
            }
            streaming().disableStream(table.engineTable());
            return table.withStream("", table.streamLabel());
        }
        if (view == null) {
            throw DynamoError.invalid("StreamViewType must be specified when StreamEnabled is true");
        }
        if (table.hasStream()) {
            throw new DynamoError(ErrorType.VALIDATION,
                    "Table already has an enabled stream: TableName: " + table.name());
        }
        StreamingEngine streams = streaming();
        String label = LABEL.format(Instant.ofEpochMilli(options.clock().epochMillis())) + "."
                + streams.enableStream(table.engineTable(), ViewType.valueOf(view)).id();
        return table.withStream(view, label);
    }

    /** @throws DynamoError if the engine was opened without streams */
    private StreamingEngine streaming() {
        if (engine instanceof StreamingEngine streams) {
            return streams;
        }
        throw DynamoError.validation("Streams are not supported: the engine was opened without change capture");
    }
}
