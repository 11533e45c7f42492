package dev.dyno.kit.tiny;

import dev.dyno.api.Durability;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import java.util.function.ToLongFunction;
import org.agrona.DirectBuffer;

/** A session whose writes go through the log. */
final class TinySession extends ForwardingSession {

    private final TinyEngine engine;
    private final WriteOptions plain = new WriteOptions().durability(Durability.MEMORY);

    TinySession(TinyEngine engine, Session inner) {
        super(inner);
        this.engine = engine;
    }

    @Override
    public Table table(String name) {
        return new TinyTable(inner().table(name));
    }

    @Override
    public long commit(WriteBatch batch, Durability durability) {
        return engine.write(durability, () -> inner().commit(batch, Durability.MEMORY));
    }

    @Override
    public void awaitDurable(long sequence) {
        if (engine.durableSequence() < sequence) {
            engine.sync();
        }
    }

    private final class TinyTable extends ForwardingTable {

        private TinyTable(Table inner) {
            super(inner);
        }

        @Override
        public long put(Key key, DirectBuffer value, int offset, int length, WriteOptions options) {
            return write(options, how -> inner().put(key, value, offset, length, how));
        }

        @Override
        public long delete(Key key, WriteOptions options) {
            return write(options, how -> inner().delete(key, how));
        }

        @Override
        public long update(Key key, ItemUpdater updater, WriteOptions options) {
            return write(options, how -> inner().update(key, updater, how));
        }

        /** The model takes MEMORY only; the caller's options get their level back. */
        private long write(WriteOptions options, ToLongFunction<WriteOptions> call) {
            Durability asked = options.durability();
            WriteOptions how = options == WriteOptions.DEFAULT ? plain : options.durability(Durability.MEMORY);
            try {
                return engine.write(asked, () -> call.applyAsLong(how));
            } finally {
                if (how != plain) {
                    options.durability(asked);
                }
            }
        }
    }
}
