package dev.dyno.streams.capture;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;

/** A session whose writes go down together with their records. */
final class OutboxSession extends ForwardingSession {

    private final OutboxRecords records;
    private final OutboxWriter writer;
    private final OutboxBatches batches;

    OutboxSession(Session inner, OutboxCapture capture) {
        super(inner);
        records = OutboxRecords.of(inner, capture);
        writer = new OutboxWriter(inner, capture, records);
        batches = new OutboxBatches(inner, capture, records);
    }

    @Override
    public Table table(String name) {
        if (OutboxKeys.isOwn(name)) {
            throw new EngineException.NoSuchTable(name, " (it belongs to the streams layer)");
        }
        return new Captured(inner().table(name), writer);
    }

    @Override
    public long commit(WriteBatch batch, Durability durability) {
        return batches.commit(batch, durability);
    }

    @Override
    public void close() {
        inner().close();
        records.close();
    }

    private static final class Captured extends ForwardingTable {
        private final OutboxWriter writer;

        Captured(Table inner, OutboxWriter writer) {
            super(inner);
            this.writer = writer;
        }

        @Override
        public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
            return writer.put(inner(), key, value, offset, length, options);
        }

        @Override
        public long delete(Key key, WriteOptions options) {
            return writer.delete(inner(), key, options);
        }

        @Override
        public long update(Key key, ItemUpdater updater, WriteOptions options) {
            return writer.update(inner(), key, updater, options);
        }
    }
}
