package dev.dyno.btree;

import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.Layout;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A page as it is in memory, for people: its header, and of each entry the words that the arrays hold. Positions are
 * offsets in the page. See {@link PageLayout}.
 */
final class PageDump {

    private static final Layout FINGERPRINT = Layout.littleEndian("fingerprint", 1);
    private static final Layout OFFSET = Layout.littleEndian("offset", 1);
    private static final Layout HEAD = Layout.littleEndian("head", 1);
    private static final Layout TIE = Layout.littleEndian("tie", 1);
    private static final Layout LEAF_REFERENCE = Layout.littleEndian("reference in a leaf", 1);
    private static final Layout CHILD_REFERENCE = Layout.littleEndian("reference in an inner page", 1);

    static {
        FINGERPRINT.u8("fingerprint", "of hash and sort key");
        FINGERPRINT.seal(1);
        OFFSET.u16("offset", "of the entry");
        OFFSET.seal(2);
        HEAD.u64("head", "first 8 bytes of the key behind the prefix");
        HEAD.seal(8);
        TIE.u64("tie", "first 8 bytes of the sort key");
        TIE.seal(8);
        LEAF_REFERENCE.u16("entryOffset", "of the entry");
        LEAF_REFERENCE.u16("keyLength", "behind the prefix");
        LEAF_REFERENCE.u32("valueLength", "with the highest bit set if the value lies outside");
        LEAF_REFERENCE.seal(8);
        CHILD_REFERENCE.u16("entryOffset", "of the separator");
        CHILD_REFERENCE.u16("keyLength", "behind the prefix");
        CHILD_REFERENCE.u32("child", "right of the separator");
        CHILD_REFERENCE.seal(8);
    }

    private PageDump() {
    }

    static void dump(UnsafeBuffer page, Dump dump) {
        long address = page.addressOffset();
        int level = PageLayout.LEVEL.get(address);
        int capacity = PageLayout.CAPACITY.get(address);
        dump.heading("in memory").enter();
        dump.structure(PageLayout.LAYOUT, page, 0, 0);
        for (int i = 0; i < PageLayout.COUNT.get(address); i++) {
            dump.heading("entry " + i).enter();
            if (level == 0) {
                dump(FINGERPRINT, page, address + PageLayout.LENGTH + i, dump);
                dump(OFFSET, page, PageLayout.offsets(address, capacity) + 2L * i, dump);
            }
            dump(HEAD, page, PageLayout.heads(address, level, capacity) + 8L * i, dump);
            if (level == 0) {
                dump(TIE, page, PageLayout.ties(address, capacity) + 8L * i, dump);
            }
            dump(level == 0 ? LEAF_REFERENCE : CHILD_REFERENCE, page,
                    PageLayout.references(address, level, capacity) + 8L * i, dump);
            dump.leave();
        }
        dump.leave();
    }

    private static void dump(Layout word, UnsafeBuffer page, long address, Dump dump) {
        int offset = (int) (address - page.addressOffset());
        dump.structure(word, page, offset, offset);
    }
}
