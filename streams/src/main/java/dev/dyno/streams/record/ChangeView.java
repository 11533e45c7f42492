package dev.dyno.streams.record;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.layout.Dump;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A flyweight over one record. Its key and images are views of the record's bytes: valid as long as these, which for a
 * page that was read is until the next read into it.
 */
public final class ChangeView {

    private static final Kind[] KINDS = Kind.values();

    private final Key key = new Key();
    private final ItemView oldItem = new ItemView();
    private final ItemView newItem = new ItemView();
    /** An old image that is kept as a difference. */
    private final ExpandableArrayBuffer old = new ExpandableArrayBuffer();
    private DirectBuffer bytes = new UnsafeBuffer(0, 0);
    private int offset;

    /** Moves the view over the whole record at an offset; what is not asked for is not looked at. @return this */
    public ChangeView wrap(DirectBuffer buffer, int at) {
        bytes = buffer;
        offset = at;
        return this;
    }

    /** What became of the item, by its true state before and after. */
    public Kind kind() {
        return KINDS[ChangeLayout.KIND.get(bytes, offset) - 1];
    }

    public Key key() {
        int at = offset + ChangeLayout.HEADER_LENGTH;
        int partition = ChangeLayout.PARTITION_LENGTH.get(bytes, offset);
        return key.wrap(bytes, at, partition, bytes, at + partition, ChangeLayout.SORT_LENGTH.get(bytes, offset));
    }

    /**
     * The item before; does not exist for an insert, or if the stream's view type leaves it out. Valid until the next
     * is asked for.
     */
    public ItemView oldItem() {
        if ((ChangeLayout.IMAGES.get(bytes, offset) & ChangeLayout.OLD_IS_DIFFERENCE) != 0) {
            oldItem.wrap(old, 0, Differences.expand(bytes, offset, images(), old), 0);
            return oldItem;
        }
        return show(oldItem, ChangeLayout.HAS_OLD, images(), ChangeLayout.OLD_LENGTH.get(bytes, offset));
    }

    /** The item after; does not exist for a removal, or if the stream's view type leaves it out. */
    public ItemView newItem() {
        int images = images();
        return show(newItem, ChangeLayout.HAS_NEW, images + Differences.oldBytes(bytes, offset, images),
                ChangeLayout.NEW_LENGTH.get(bytes, offset));
    }

    /** Where the images begin. */
    private int images() {
        return offset + ChangeLayout.HEADER_LENGTH + ChangeLayout.PARTITION_LENGTH.get(bytes, offset)
                + ChangeLayout.SORT_LENGTH.get(bytes, offset);
    }

    private ItemView show(ItemView item, int image, int at, int length) {
        if ((ChangeLayout.IMAGES.get(bytes, offset) & image) != 0) {
            item.wrap(bytes, at, length, 0);
        } else {
            item.clear();
        }
        return item;
    }

    /** The sequence number: rising within a shard, the place to go on from. */
    public long number() {
        return ChangeLayout.NUMBER.get(bytes, offset);
    }

    /** When it was captured: milliseconds since 1970-01-01 UTC. */
    public long millis() {
        return ChangeLayout.MILLIS.get(bytes, offset);
    }

    /** Bytes of the record as it is kept. */
    public int length() {
        return ChangeLayout.LENGTH.get(bytes, offset);
    }

    /** Dumps the record at an offset with every field annotated; {@code position} is where it lies in its file. */
    public static void dump(Dump dump, DirectBuffer buffer, int offset, long position) {
        ChangeView view = new ChangeView().wrap(buffer, offset);
        dump.structure(ChangeLayout.LAYOUT, buffer, offset, position);
        int at = ChangeLayout.HEADER_LENGTH;
        at = part(dump, "partition", buffer, offset, at, view.key().partition().capacity(), position);
        at = part(dump, "sort", buffer, offset, at, view.key().sort().capacity(), position);
        at = part(dump, "old", buffer, offset, at, Differences.oldBytes(buffer, offset, offset + at), position);
        part(dump, "new", buffer, offset, at, view.newItem().length(), position);
    }

    private static int part(Dump dump, String name, DirectBuffer buffer, int offset, int at, int bytes, long position) {
        dump.bytes(name, buffer, offset + at, bytes, position + at);
        return at + bytes;
    }
}
