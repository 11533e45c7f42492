package dev.dyno.btree;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * The map of a checkpoint: a small file, written once, named by its generation. It says which tables there are and
 * where each page lies, with the page's checksum, so that a write that was lost or went elsewhere is found as well as a
 * flipped bit. Behind the file header of 64 bytes:
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  generation       u64    of the checkpoint; the highest one counts
 *      8      8  sequence         u64    the checkpoint has the commits up to this one
 *     16      8  largeEnd         u64    bytes of the file of large values that are in use
 *     24      4  pageBytes        u32    size of a page
 *     28      4  nextPage         u32    all page numbers are below this
 *     32      4  nextPlace        u32    all places are below this
 *     36      4  highestTableId   u32    ever given
 *     40      4  tables           u32    how many table entries follow
 *     44      4  pages            u32    how many page entries follow them
 *     48      4  contentChecksum  u32    CRC32C of all entries
 *     52      4  checksum         u32    CRC32C of bytes 0 .. 51
 *     56         entries                 tables, then pages
 * </pre>
 *
 * <p>Why a file for each generation and not two superblocks in turn: the map is rewritten whole anyway, and a file that
 * is renamed into place when it is durable needs no rule about which of two slots may be torn.
 */
final class MapLayout {

    static final Layout LAYOUT = Layout.littleEndian("page map", 1);
    static final Field.U64 GENERATION = LAYOUT.u64("generation", "of the checkpoint; the highest one counts");
    static final Field.U64 SEQUENCE = LAYOUT.u64("sequence", "the checkpoint has the commits up to this one");
    static final Field.U64 LARGE_END = LAYOUT.u64("largeEnd", "bytes of the file of large values that are in use");
    static final Field.U32 PAGE_BYTES = LAYOUT.u32("pageBytes", "size of a page");
    static final Field.U32 NEXT_PAGE = LAYOUT.u32("nextPage", "all page numbers are below this");
    static final Field.U32 NEXT_PLACE = LAYOUT.u32("nextPlace", "all places are below this");
    static final Field.U32 HIGHEST_TABLE_ID = LAYOUT.u32("highestTableId", "ever given");
    static final Field.U32 TABLES = LAYOUT.u32("tables", "how many table entries follow");
    static final Field.U32 PAGES = LAYOUT.u32("pages", "how many page entries follow them");
    static final Field.U32 CONTENT_CHECKSUM = LAYOUT.u32("contentChecksum", "CRC32C of all entries");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 51");
    static final Field.Opaque ENTRIES = LAYOUT.rest("entries", "tables, then pages");
    static final int LENGTH = LAYOUT.seal(56);

    private MapLayout() {
    }

    static int checksum(long address) {
        return Crc32c.INSTANCE.compute(address, 0, CHECKSUM.offset());
    }
}
