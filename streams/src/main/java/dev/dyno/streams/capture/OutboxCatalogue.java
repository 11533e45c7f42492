package dev.dyno.streams.capture;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.streams.record.Changes;
import dev.dyno.streams.record.ViewType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The item that says which streams and shards an outbox has. It is written in one batch with what it speaks of, so it
 * needs neither a checksum nor a second copy: its engine keeps it whole.
 *
 * @param streams with their shards
 */
record OutboxCatalogue(long nextStream, long nextShard, List<ChangeStream> streams) {

    static final OutboxCatalogue EMPTY = new OutboxCatalogue(1, 1, List.of());
    private static final ViewType[] VIEWS = ViewType.values();

    /** @return how many bytes it takes */
    int encode(ExpandableArrayBuffer into) {
        int at = CatalogueLayout.HEADER_LENGTH;
        int shards = 0;
        into.setMemory(0, at, (byte) 0);
        for (ChangeStream stream : streams) {
            byte[] name = stream.table.name().getBytes(StandardCharsets.US_ASCII);
            into.setMemory(at, StreamRowLayout.HEADER_LENGTH + Changes.aligned(name.length), (byte) 0);
            StreamRowLayout.ID.set(into, at, stream.id);
            StreamRowLayout.END.set(into, at, stream.end);
            StreamRowLayout.DISABLED_MILLIS.set(into, at, stream.disabledMillis);
            StreamRowLayout.TABLE_ID.set(into, at, stream.table.id());
            StreamRowLayout.NAME_LENGTH.set(into, at, name.length);
            StreamRowLayout.VIEW.set(into, at, stream.view.ordinal() + 1);
            StreamRowLayout.SORTED.set(into, at, stream.table.sorted() ? 1 : 0);
            into.putBytes(at + StreamRowLayout.HEADER_LENGTH, name);
            at += StreamRowLayout.HEADER_LENGTH + Changes.aligned(name.length);
        }
        for (ChangeStream stream : streams) {
            for (Shard shard : stream.shards()) {
                into.setMemory(at, OutboxRowLayout.LENGTH, (byte) 0);
                OutboxRowLayout.NUMBER.set(into, at, shard.number);
                OutboxRowLayout.STREAM.set(into, at, stream.id);
                OutboxRowLayout.PARENT.set(into, at, shard.parent);
                OutboxRowLayout.FIRST_NUMBER.set(into, at, shard.firstNumber);
                OutboxRowLayout.TRIMMED.set(into, at, ((OutboxShard) shard).trimmed);
                OutboxRowLayout.CREATED_MILLIS.set(into, at, shard.createdMillis);
                OutboxRowLayout.SLOTS.set(into, at, shard.firstSlot << 16 | shard.lastSlot);
                at += OutboxRowLayout.LENGTH;
                shards++;
            }
        }
        CatalogueLayout.LENGTH.set(into, 0, at);
        CatalogueLayout.NEXT_STREAM.set(into, 0, nextStream);
        CatalogueLayout.NEXT_SHARD.set(into, 0, nextShard);
        CatalogueLayout.STREAMS.set(into, 0, streams.size());
        CatalogueLayout.SHARDS.set(into, 0, shards);
        return at;
    }

    /**
     * @param known gives the shard of a number if it is known already, or null: it keeps what only this process knows
     * @throws EngineException.Corrupt if the lengths do not fit together
     */
    static OutboxCatalogue decode(DirectBuffer from, LongFunction<OutboxShard> known) {
        int length = from.capacity();
        if (length < CatalogueLayout.HEADER_LENGTH || CatalogueLayout.LENGTH.get(from, 0) != length) {
            throw CatalogueLayout.LAYOUT.corrupt(OutboxKeys.TABLE, 0, CatalogueLayout.LENGTH, length + " bytes",
                    "the length that it states");
        }
        List<ChangeStream> streams = new ArrayList<>();
        int at = CatalogueLayout.HEADER_LENGTH;
        for (int i = 0; i < CatalogueLayout.STREAMS.get(from, 0); i++) {
            int name = StreamRowLayout.NAME_LENGTH.get(from, at);
            TableSpec table = new TableSpec(
                    from.getStringWithoutLengthAscii(at + StreamRowLayout.HEADER_LENGTH, name),
                    StreamRowLayout.TABLE_ID.get(from, at), StreamRowLayout.SORTED.get(from, at) == 1);
            streams.add(new ChangeStream(StreamRowLayout.ID.get(from, at), table,
                    VIEWS[StreamRowLayout.VIEW.get(from, at) - 1], 0, StreamRowLayout.END.get(from, at),
                    StreamRowLayout.DISABLED_MILLIS.get(from, at)));
            at += StreamRowLayout.HEADER_LENGTH + Changes.aligned(name);
        }
        for (int i = 0; i < CatalogueLayout.SHARDS.get(from, 0); i++) {
            long stream = OutboxRowLayout.STREAM.get(from, at);
            OutboxShard shard = shard(from, at, known.apply(OutboxRowLayout.NUMBER.get(from, at)));
            streams.stream().filter(each -> each.id == stream).forEach(each -> each.add(List.of(shard)));
            at += OutboxRowLayout.LENGTH;
        }
        return new OutboxCatalogue(CatalogueLayout.NEXT_STREAM.get(from, 0), CatalogueLayout.NEXT_SHARD.get(from, 0),
                streams);
    }

    private static OutboxShard shard(DirectBuffer from, int at, OutboxShard known) {
        long trimmed = OutboxRowLayout.TRIMMED.get(from, at);
        if (known != null) {
            known.closed = false; // unless its children follow
            known.trimmed = Math.max(known.trimmed, trimmed);
            return known;
        }
        int slots = OutboxRowLayout.SLOTS.get(from, at);
        return new OutboxShard(OutboxRowLayout.NUMBER.get(from, at), OutboxRowLayout.PARENT.get(from, at),
                slots >>> 16, slots & 0xffff, OutboxRowLayout.FIRST_NUMBER.get(from, at),
                OutboxRowLayout.CREATED_MILLIS.get(from, at), trimmed);
    }
}
