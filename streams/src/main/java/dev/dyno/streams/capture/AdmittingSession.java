package dev.dyno.streams.capture;

import dev.dyno.api.Durability;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import org.agrona.DirectBuffer;

/** A session that lets a write down only when the last records found space. */
final class AdmittingSession extends ForwardingSession {

    private final Capture capture;

    AdmittingSession(Session inner, Capture capture) {
        super(inner);
        this.capture = capture;
    }

    @Override
    public Table table(String name) {
        return new Captured(inner().table(name), capture);
    }

    @Override
    public long commit(WriteBatch batch, Durability durability) {
        capture.admit();
        return inner().commit(batch, durability);
    }

    private static final class Captured extends ForwardingTable {
        private final Capture capture;

        Captured(Table inner, Capture capture) {
            super(inner);
            this.capture = capture;
        }

        @Override
        public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
            capture.admit();
            return inner().put(key, value, offset, length, options);
        }

        @Override
        public long delete(Key key, WriteOptions options) {
            capture.admit();
            return inner().delete(key, options);
        }

        @Override
        public long update(Key key, ItemUpdater updater, WriteOptions options) {
            capture.admit();
            return inner().update(key, updater, options);
        }
    }
}
