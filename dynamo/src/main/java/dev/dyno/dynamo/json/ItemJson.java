package dev.dyno.dynamo.json;

import dev.dyno.dynamo.item.Entries;
import dev.dyno.dynamo.item.Lengths;
import dev.dyno.dynamo.item.Numbers;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes items and values as DynamoDB's JSON has them. Reusable, one for a thread. */
public final class ItemJson {

    private final List<Entries> walks = new ArrayList<>();
    private final byte[] number = new byte[Numbers.TEXT_MAX];
    private final Value whole = new Value();
    private int depth;

    /** A whole item as an object of its attributes. */
    public void item(JsonOutput out, DirectBuffer buffer, int offset, int length) {
        map(out, whole.wrapItem(buffer, offset, length));
    }

    /** A map without its type. */
    public void map(JsonOutput out, Value map) {
        out.beginObject();
        Entries entries = walk().over(map);
        while (entries.next()) {
            out.anyName(entries.buffer(), entries.nameOffset(), entries.nameLength());
            value(out, entries.value());
        }
        depth--;
        out.endObject();
    }

    /** A value with its type: {@code {"N":"1"}}. */
    public void value(JsonOutput out, Value value) {
        out.beginObject().name(Types.name(value.type()));
        switch (value.type()) {
            case Types.S, Types.N, Types.B ->
                    scalar(out, value.type(), value.buffer(), value.offset(), value.length());
            case Types.M -> map(out, value);
            case Types.L -> list(out, value);
            case Types.NULL -> out.value(true);
            case Types.BOOL -> out.value(value.isTrue());
            default -> set(out, value);
        }
        out.endObject();
    }

    private void list(JsonOutput out, Value list) {
        out.beginArray();
        Entries elements = walk().over(list);
        while (elements.next()) {
            value(out, elements.value());
        }
        depth--;
        out.endArray();
    }

    private void set(JsonOutput out, Value set) {
        out.beginArray();
        int type = Types.member(set.type());
        for (int at = set.offset(); at < set.end();) {
            int length = Lengths.get(set.buffer(), at);
            at += Lengths.bytes(length);
            scalar(out, type, set.buffer(), at, length);
            at += length;
        }
        out.endArray();
    }

    private void scalar(JsonOutput out, int type, DirectBuffer buffer, int offset, int length) {
        switch (type) {
            case Types.S -> out.value(buffer, offset, length);
            case Types.N -> out.plain(number, Numbers.putText(buffer, offset, length, number, 0));
            default -> {
                byte[] bytes = new byte[length];
                buffer.getBytes(offset, bytes);
                byte[] encoded = Base64.getEncoder().encode(bytes);
                out.plain(encoded, encoded.length);
            }
        }
    }

    /** One walk for each depth, because an outer one goes on when an inner one has ended. */
    private Entries walk() {
        if (depth == walks.size()) {
            walks.add(new Entries());
        }
        return walks.get(depth++);
    }
}
