package dev.dyno.btree;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * The map of a checkpoint: a small file, written once, named by its generation. It says which tables there are, where
 * each page lies, with the checksum of its image, so that a write that was lost or went elsewhere is found as well as a
 * flipped bit, and which ranges large values take. Behind the file header of 64 bytes:
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  generation       u64    of the checkpoint; the highest one counts
 *      8      8  sequence         u64    the checkpoint has the commits up to this one
 *     16      4  pageBytes        u32    size of a page in memory
 *     20      4  nextPage         u32    all page numbers are below this
 *     24      4  highestTableId   u32    ever given
 *     28      4  tables           u32    how many table entries follow
 *     32      4  pages            u32    how many page entries follow them
 *     36      4  ranges           u32    how many ranges of large values follow them
 *     40      4  contentChecksum  u32    CRC32C of all entries
 *     44      4  checksum         u32    CRC32C of bytes 0 .. 43
 *     48         entries                 tables, then pages, then ranges
 * </pre>
 *
 * <p>Why a file for each generation and not two superblocks in turn: the map is rewritten whole anyway, and a file that
 * is renamed into place when it is durable needs no rule about which of two slots may be torn.
 */
final class MapLayout {

    static final Layout LAYOUT = Layout.littleEndian("page map", 2);
    static final Field.U64 GENERATION = LAYOUT.u64("generation", "of the checkpoint; the highest one counts");
    static final Field.U64 SEQUENCE = LAYOUT.u64("sequence", "the checkpoint has the commits up to this one");
    static final Field.U32 PAGE_BYTES = LAYOUT.u32("pageBytes", "size of a page in memory");
    static final Field.U32 NEXT_PAGE = LAYOUT.u32("nextPage", "all page numbers are below this");
    static final Field.U32 HIGHEST_TABLE_ID = LAYOUT.u32("highestTableId", "ever given");
    static final Field.U32 TABLES = LAYOUT.u32("tables", "how many table entries follow");
    static final Field.U32 PAGES = LAYOUT.u32("pages", "how many page entries follow them");
    static final Field.U32 RANGES = LAYOUT.u32("ranges", "how many ranges of large values follow them");
    static final Field.U32 CONTENT_CHECKSUM = LAYOUT.u32("contentChecksum", "CRC32C of all entries");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 43");
    static final Field.Opaque ENTRIES = LAYOUT.rest("entries", "tables, then pages, then ranges");
    static final int LENGTH = LAYOUT.seal(48);

    private MapLayout() {
    }

    static int checksum(long address) {
        return Crc32c.INSTANCE.compute(address, 0, CHECKSUM.offset());
    }
}
