package dev.dyno.cassandra;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * Behind the file header of the only file in a directory: which store it is the door of.
 *
 * <pre>
 * offset  bytes  field     type   meaning
 *      0     48  store     ascii  name of the store in its keyspace
 *     48      4  checksum  u32    CRC32C of bytes 0 .. 47
 *     52      4  reserved         0
 * </pre>
 */
final class HomeLayout {

    static final Layout LAYOUT = Layout.littleEndian("store name", 1);
    static final Field.Ascii STORE = LAYOUT.ascii("store", 48, "name of the store in its keyspace");
    static final Field.U32 CHECKSUM = LAYOUT.u32("checksum", "CRC32C of bytes 0 .. 47");
    static final Field.Opaque RESERVED = LAYOUT.reserved(4);
    static final int LENGTH = LAYOUT.seal(56);

    static final String KIND = "store name";
    static final int VERSION = 1;

    private HomeLayout() {
    }

    static int checksum(DirectBuffer buffer, int base) {
        CRC32C crc = new CRC32C();
        for (int i = 0; i < CHECKSUM.offset(); i++) {
            crc.update(buffer.getByte(base + i));
        }
        return (int) crc.getValue();
    }
}
