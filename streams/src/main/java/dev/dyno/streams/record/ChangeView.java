package dev.dyno.streams.record;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.layout.Dump;
import org.agrona.DirectBuffer;

/**
 * A flyweight over one record. Its key and images are views of the record's bytes: valid as long as these, which for a
 * page that was read is until the next read into it.
 */
public final class ChangeView {

    private static final Kind[] KINDS = Kind.values();

    private final Key key = new Key();
    private final ItemView oldItem = new ItemView();
    private final ItemView newItem = new ItemView();
    private Kind kind = Kind.INSERT;
    private long number;
    private long millis;
    private int length;

    /** Moves the view over the whole record at an offset. @return this */
    public ChangeView wrap(DirectBuffer buffer, int offset) {
        length = ChangeLayout.LENGTH.get(buffer, offset);
        number = ChangeLayout.NUMBER.get(buffer, offset);
        millis = ChangeLayout.MILLIS.get(buffer, offset);
        kind = KINDS[ChangeLayout.KIND.get(buffer, offset) - 1];
        int partition = ChangeLayout.PARTITION_LENGTH.get(buffer, offset);
        int sort = ChangeLayout.SORT_LENGTH.get(buffer, offset);
        int images = ChangeLayout.IMAGES.get(buffer, offset);
        int at = offset + ChangeLayout.HEADER_LENGTH;
        key.wrap(buffer, at, partition, buffer, at + partition, sort);
        at += partition + sort;
        int oldLength = ChangeLayout.OLD_LENGTH.get(buffer, offset);
        show(oldItem, (images & ChangeLayout.HAS_OLD) != 0, buffer, at, oldLength);
        show(newItem, (images & ChangeLayout.HAS_NEW) != 0, buffer, at + oldLength,
                ChangeLayout.NEW_LENGTH.get(buffer, offset));
        return this;
    }

    /** What became of the item, by its true state before and after. */
    public Kind kind() {
        return kind;
    }

    public Key key() {
        return key;
    }

    /** The item before; does not exist for an insert, or if the stream's view type leaves it out. */
    public ItemView oldItem() {
        return oldItem;
    }

    /** The item after; does not exist for a removal, or if the stream's view type leaves it out. */
    public ItemView newItem() {
        return newItem;
    }

    /** The sequence number: rising within a shard, the place to go on from. */
    public long number() {
        return number;
    }

    /** When it was captured: milliseconds since 1970-01-01 UTC. */
    public long millis() {
        return millis;
    }

    /** Bytes of the record. */
    public int length() {
        return length;
    }

    /** Dumps the record at an offset with every field annotated; {@code position} is where it lies in its file. */
    public static void dump(Dump dump, DirectBuffer buffer, int offset, long position) {
        ChangeView view = new ChangeView().wrap(buffer, offset);
        dump.structure(ChangeLayout.LAYOUT, buffer, offset, position);
        int at = ChangeLayout.HEADER_LENGTH;
        at = part(dump, "partition", buffer, offset, at, view.key.partition().capacity(), position);
        at = part(dump, "sort", buffer, offset, at, view.key.sort().capacity(), position);
        at = part(dump, "old", buffer, offset, at, view.oldItem.length(), position);
        part(dump, "new", buffer, offset, at, view.newItem.length(), position);
    }

    private static int part(Dump dump, String name, DirectBuffer buffer, int offset, int at, int bytes, long position) {
        dump.bytes(name, buffer, offset + at, bytes, position + at);
        return at + bytes;
    }

    private void show(ItemView item, boolean exists, DirectBuffer buffer, int offset, int bytes) {
        if (exists) {
            item.wrap(buffer, offset, bytes, 0);
        } else {
            item.clear();
        }
    }
}
