package dev.dyno.api.layout;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.DiskFile;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The first 64 bytes of every file: who wrote it, what it is, in which version.
 *
 * <pre>
 * offset  bytes  field     type   meaning
 *      0      8  magic     u64    'DYNOFILE'
 *      8     16  engine    ascii  name of the engine that wrote it
 *     24     16  kind      ascii  what the file is, in the engine's words
 *     40      4  version   u32    of the format of this kind; a reader refuses later ones
 *     44      4  reserved         0
 *     48      8  engineId  u64    random at creation, the same in every file of one engine
 *     56      4  checksum  u32    CRC32C of bytes 0 .. 55
 *     60      4  reserved         0
 * </pre>
 *
 * <p>Reading is total: any bytes give a header, {@link EngineException.Incompatible} (not ours, another engine's,
 * another kind, a later version) or {@link EngineException.Corrupt}.
 *
 * @param engine at most 16 ASCII characters
 * @param kind at most 16 ASCII characters
 */
public record FileHeader(String engine, String kind, int version, long engineId) {

    public static final Layout LAYOUT = Layout.littleEndian("file header", 1);
    static final Field.U64 MAGIC = LAYOUT.u64("magic", "'DYNOFILE'");
    static final Field.Ascii ENGINE = LAYOUT.ascii("engine", 16, "name of the engine that wrote it");
    static final Field.Ascii KIND = LAYOUT.ascii("kind", 16, "what the file is, in the engine's words");
    static final Field.U32 VERSION = LAYOUT.u32("version", "of the format of this kind; a reader refuses later ones");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final Field.U64 ENGINE_ID =
            LAYOUT.u64("engineId", "random at creation, the same in every file of one engine");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 55");
    static final Field.Opaque RESERVED_END = LAYOUT.reserved(4);
    /** Bytes it takes in a file. */
    public static final int LENGTH = LAYOUT.seal(64);

    /** 'DYNOFILE' as bytes in the file. */
    static final long MAGIC_VALUE = 0x454c49464f4e5944L;

    /** Stores the header into memory of {@link #LENGTH} bytes; the caller writes it to position 0 and syncs. */
    public void encode(UnsafeBuffer buffer, int base) {
        buffer.setMemory(base, LENGTH, (byte) 0);
        MAGIC.set(buffer, base, MAGIC_VALUE);
        ENGINE.set(buffer, base, engine);
        KIND.set(buffer, base, kind);
        VERSION.set(buffer, base, version);
        ENGINE_ID.set(buffer, base, engineId);
        CHECKSUM.set(buffer, base, crc(buffer, base));
    }

    /** Reads a file's header through {@code scratch}, off-heap memory of at least {@link #LENGTH} bytes. */
    public static FileHeader read(DiskFile file, UnsafeBuffer scratch) {
        int length = file.read(0, scratch.addressOffset(), LENGTH);
        if (length < LENGTH) {
            throw new EngineException.Corrupt(file.name(), length, LAYOUT.toString(), "header", length + " bytes",
                    LENGTH + " bytes");
        }
        if (MAGIC.get(scratch, 0) != MAGIC_VALUE) {
            throw new EngineException.Incompatible("not a Dyno file: file=" + file.name() + ", magic=0x"
                    + Long.toHexString(MAGIC.get(scratch, 0)));
        }
        int expected = crc(scratch, 0);
        if (CHECKSUM.get(scratch, 0) != expected) {
            throw LAYOUT.corrupt(file.name(), 0, CHECKSUM, Integer.toHexString(CHECKSUM.get(scratch, 0)),
                    Integer.toHexString(expected));
        }
        return new FileHeader(ENGINE.get(scratch, 0), KIND.get(scratch, 0), VERSION.get(scratch, 0),
                ENGINE_ID.get(scratch, 0));
    }

    /**
     * Whether a file begins with a header that checks. For files that may be torn or damaged without harm, because
     * nothing in them is needed: only a whole header can say that they are somebody else's.
     */
    public static boolean isWhole(DiskFile file, UnsafeBuffer scratch) {
        return file.read(0, scratch.addressOffset(), LENGTH) == LENGTH && MAGIC.get(scratch, 0) == MAGIC_VALUE
                && CHECKSUM.get(scratch, 0) == crc(scratch, 0);
    }

    /** Checks what was read against what this build reads: every version up to one. @return this */
    public FileHeader expect(String file, String expectedEngine, String expectedKind, int versionMax) {
        return expect(file, expectedEngine, expectedKind, 1, versionMax);
    }

    /** Checks what was read against what this build reads. @return this */
    public FileHeader expect(String file, String expectedEngine, String expectedKind, int versionMin,
            int versionMax) {
        if (!engine.equals(expectedEngine) || !kind.equals(expectedKind)) {
            throw new EngineException.Incompatible("a file of another kind: file=" + file + ", engine=" + engine
                    + ", kind=" + kind + ", expected=" + expectedEngine + " " + expectedKind);
        }
        if (version < versionMin || version > versionMax) {
            throw new EngineException.Incompatible("a version this build does not read: file=" + file + ", engine="
                    + engine + ", kind=" + kind + ", version=" + version + ", readable=" + versionMin + " to "
                    + versionMax);
        }
        return this;
    }

    private static int crc(UnsafeBuffer buffer, int base) {
        CRC32C crc = new CRC32C();
        for (int i = 0; i < CHECKSUM.offset(); i++) {
            crc.update(buffer.getByte(base + i));
        }
        return (int) crc.getValue();
    }
}
