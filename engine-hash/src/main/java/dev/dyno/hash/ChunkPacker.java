package dev.dyno.hash;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/** Makes chunks of an image shorter, and long again; goes through arrays that are used again. Threads: the owner's. */
final class ChunkPacker {

    private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
    private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
    private final byte[] chunk = new byte[IndexImage.CHUNK_BYTES];
    private final byte[] packed = new byte[IndexImage.CHUNK_BYTES];

    /** @return bytes stored in {@code to}: {@code length}, and the chunk as it is, if it does not become shorter */
    int pack(long from, int length, long to) {
        UnsafeApi.copyMemory(null, from, chunk, BufferUtil.ARRAY_BASE_OFFSET, length);
        int bytes;
        try {
            bytes = compressor.compress(chunk, 0, length, packed, 0, length - 1);
        } catch (LZ4Exception doesNotFit) {
            UnsafeApi.copyMemory(from, to, length);
            return length;
        }
        UnsafeApi.copyMemory(packed, BufferUtil.ARRAY_BASE_OFFSET, null, to, bytes);
        return bytes;
    }

    /** @return false if the bytes are not what {@link #pack} made of so many */
    boolean unpack(long from, int stored, long to, int length) {
        if (stored == length) {
            UnsafeApi.copyMemory(from, to, length);
            return true;
        }
        UnsafeApi.copyMemory(null, from, packed, BufferUtil.ARRAY_BASE_OFFSET, stored);
        try {
            if (decompressor.decompress(packed, 0, stored, chunk, 0, length) != length) {
                return false;
            }
        } catch (LZ4Exception damaged) {
            return false;
        }
        UnsafeApi.copyMemory(chunk, BufferUtil.ARRAY_BASE_OFFSET, null, to, length);
        return true;
    }
}
