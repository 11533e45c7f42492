package dev.dyno.streams.capture;

import dev.dyno.api.Session;
import dev.dyno.api.WriteBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Gives back the space of shards whose records are too old, and forgets streams that have none left. Threads: under
 * the capture's monitor.
 */
final class OutboxTrim {

    private static final int BATCH_RECORDS = 200;

    private final OutboxCapture capture;
    private final long horizon;

    OutboxTrim(OutboxCapture capture) {
        this.capture = capture;
        horizon = capture.millis() - capture.options().retentionMillis();
    }

    /** @return the streams that are left of these */
    List<ChangeStream> trim(Session session, ChangeStream[] streams) {
        try (OutboxRecords records = OutboxRecords.of(session, capture)) {
            for (ChangeStream stream : streams) {
                boolean over = !stream.isEnabled() && stream.disabledMillis < horizon;
                for (Shard each : stream.shards()) {
                    OutboxShard shard = (OutboxShard) each;
                    boolean ended = shard.closed || !stream.isEnabled();
                    long last = ended ? capture.last(stream.id, shard, records) : 0;
                    if (over || ended && Math.max(shard.createdMillis, shard.lastMillis) < horizon) {
                        trim(stream, shard, last, records);
                    }
                }
            }
        }
        return Arrays.stream(streams).filter(stream -> stream.isEnabled() || stream.shards().length > 0
                || stream.disabledMillis >= horizon).toList();
    }

    /**
     * Piece by piece, each with the catalogue that says so: a crash leaves a shard that is trimmed up to there. Where
     * that cannot be one batch the catalogue comes first, and who trims again begins at the shard's beginning.
     */
    private void trim(ChangeStream stream, OutboxShard shard, long last, OutboxRecords records) {
        boolean together = capture.spansPartitions();
        long number = together ? Math.max(shard.trimmed, shard.firstNumber - 1) : shard.firstNumber - 1;
        WriteBatch batch = new WriteBatch();
        if (!together) {
            shard.trimmed = last;
            capture.persist(batch);
        }
        while (number < last) {
            batch.clear();
            while (number < last && batch.size() < BATCH_RECORDS) {
                number++;
                records.remove(batch, stream.id, shard.number, number);
            }
            if (together) {
                shard.trimmed = number;
                capture.persist(batch);
            }
        }
        stream.remove(shard);
        batch.clear();
        capture.persist(batch);
    }
}
