package dev.dyno.lsm.table;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Makes payloads of blocks shorter, and long again. Goes through arrays that are used again, because buffers over
 * addresses would be objects for every block. Threads: the owner's.
 */
final class Packer implements AutoCloseable {

    private static final int ZSTD_LEVEL = 3;

    private final LZ4Compressor lz4 = LZ4Factory.fastestInstance().fastCompressor();
    private final LZ4SafeDecompressor unlz4 = LZ4Factory.fastestInstance().safeDecompressor();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
    private final ZstdDecompressCtx unzstd = new ZstdDecompressCtx();
    private byte[] from = new byte[0];
    private byte[] to = new byte[0];

    /**
     * Packs memory in place.
     *
     * @return the new length; {@code length} if it would not become an eighth shorter, and nothing was changed
     */
    int pack(Codec codec, long address, int length) {
        from = room(from, length);
        to = room(to, length);
        UnsafeApi.copyMemory(null, address, from, BufferUtil.ARRAY_BASE_OFFSET, length);
        int most = length - length / 8;
        int packed;
        try {
            packed = switch (codec) {
                case NONE -> length;
                case LZ4 -> lz4.compress(from, 0, length, to, 0, most);
                case ZSTD -> zstd.compressByteArray(to, 0, most, from, 0, length);
            };
        } catch (LZ4Exception | ZstdException doesNotFit) {
            return length;
        }
        if (packed < length) {
            UnsafeApi.copyMemory(to, BufferUtil.ARRAY_BASE_OFFSET, null, address, packed);
        }
        return packed;
    }

    /** @return false if the bytes are not what {@link #pack} made of so many */
    boolean unpack(Codec codec, long address, int packed, long target, int length) {
        from = room(from, packed);
        to = room(to, length);
        UnsafeApi.copyMemory(null, address, from, BufferUtil.ARRAY_BASE_OFFSET, packed);
        int found;
        try {
            found = switch (codec) {
                case NONE -> -1;
                case LZ4 -> unlz4.decompress(from, 0, packed, to, 0, length);
                case ZSTD -> unzstd.decompressByteArray(to, 0, length, from, 0, packed);
            };
        } catch (LZ4Exception | ZstdException damaged) {
            return false;
        }
        UnsafeApi.copyMemory(to, BufferUtil.ARRAY_BASE_OFFSET, null, target, Math.max(0, found));
        return found == length;
    }

    private static byte[] room(byte[] array, int length) {
        return array.length >= length ? array : Arrays.copyOf(array, Math.max(length, 2 * array.length));
    }

    @Override
    public void close() {
        zstd.close();
        unzstd.close();
    }
}
