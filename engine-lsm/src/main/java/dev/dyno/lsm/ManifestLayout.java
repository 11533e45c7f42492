package dev.dyno.lsm;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.layout.Layout;
import org.agrona.checksum.Crc32c;

/**
 * The manifest: which tables there are, and which files hold their items. A small file, written whole for every change,
 * named by its generation, of which the highest counts. Behind the {@link FileHeader}:
 *
 * <pre>
 * offset  bytes  field            type   meaning
 *      0      8  generation       u64    of the manifest; the highest one counts
 *      8      8  flushed          u64    the files have the commits up to this one
 *     16      8  nextFileId       u64    all file numbers are below this
 *     24      4  highestTableId   u32    ever given
 *     28      4  tables           u32    how many table entries follow
 *     32      4  files            u32    how many file entries follow them
 *     36      4  contentChecksum  u32    CRC32C of all entries
 *     40      4  reserved                0
 *     44      4  checksum         u32    CRC32C of bytes 0 .. 43
 *     48         entries                 tables, then files
 * </pre>
 *
 * <p>Why whole files and not a log of edits: a manifest is small beside the tables it names, a change of it comes with
 * megabytes of tables, and a file that is renamed into place when it is durable needs no rule about torn ends.
 */
final class ManifestLayout {

    static final Layout LAYOUT = Layout.littleEndian("manifest", 1);
    static final Field.U64 GENERATION = LAYOUT.u64("generation", "of the manifest; the highest one counts");
    static final Field.U64 FLUSHED = LAYOUT.u64("flushed", "the files have the commits up to this one");
    static final Field.U64 NEXT_FILE_ID = LAYOUT.u64("nextFileId", "all file numbers are below this");
    static final Field.U32 HIGHEST_TABLE_ID = LAYOUT.u32("highestTableId", "ever given");
    static final Field.U32 TABLES = LAYOUT.u32("tables", "how many table entries follow");
    static final Field.U32 FILES = LAYOUT.u32("files", "how many file entries follow them");
    static final Field.U32 CONTENT_CHECKSUM = LAYOUT.u32("contentChecksum", "CRC32C of all entries");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 43");
    static final Field.Opaque ENTRIES = LAYOUT.rest("entries", "tables, then files");
    static final int LENGTH = LAYOUT.seal(48);

    private ManifestLayout() {
    }

    static int checksum(long address) {
        return Crc32c.INSTANCE.compute(address, 0, CHECKSUM.offset());
    }
}
