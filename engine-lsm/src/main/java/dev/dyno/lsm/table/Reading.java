package dev.dyno.lsm.table;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.lsm.entry.Scratch;
import org.agrona.UnsafeApi;

/**
 * What one reader of tables needs besides them: flyweights, and memory for the block that was unpacked last. Threads:
 * the owner's.
 */
public final class Reading implements AutoCloseable {

    private static final int BLOCK_BYTES_AT_FIRST = 16 << 10;

    private final Memory memory;
    private final BlockCache cache;
    private final EntryView view = new EntryView();
    private Scratch block;
    private Packer packer;

    /** @param cache of all readers */
    public Reading(Memory memory, BlockCache cache) {
        this.memory = memory;
        this.cache = cache;
    }

    EntryView view() {
        return view;
    }

    /**
     * The block as it is read; {@code stored} itself if it is not packed. Valid until the next block.
     *
     * @param stored its address in the file
     */
    long open(TableFile file, int number, long stored) {
        int codec = BlockLayout.CODEC.get(stored);
        return codec == 0 ? stored : unpack(file, number, stored, codec);
    }

    private long unpack(TableFile file, int number, long stored, int codec) {
        int length = BlockLayout.LENGTH + BlockLayout.RAW_BYTES.get(stored);
        if (block == null) {
            block = new Scratch(memory, BLOCK_BYTES_AT_FIRST, "unpacked block");
            packer = new Packer();
        }
        long to = block.ensure((long) length + Long.BYTES, 0);
        if (cache.get(file.fileId(), number, to, length) == length) {
            return to;
        }
        UnsafeApi.copyMemory(stored, to, BlockLayout.LENGTH);
        boolean known = codec < Codec.values().length;
        if (!known) {
            throw new EngineException.Incompatible("a codec this build does not read: file=" + file.name() + ", codec="
                    + codec + ", readable=0 to " + (Codec.values().length - 1));
        }
        if (!packer.unpack(Codec.values()[codec], stored + BlockLayout.LENGTH, BlockLayout.STORED_BYTES.get(stored),
                to + BlockLayout.LENGTH, length - BlockLayout.LENGTH)) {
            throw BlockLayout.LAYOUT.corrupt(file.name(), file.index().position(number), BlockLayout.RAW_BYTES,
                    "bytes that do not unpack", BlockLayout.RAW_BYTES.get(stored));
        }
        cache.put(file.fileId(), number, to, length);
        return to;
    }

    @Override
    public void close() {
        if (block != null) {
            block.close();
            packer.close();
        }
    }
}
