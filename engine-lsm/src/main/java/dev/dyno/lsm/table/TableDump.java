package dev.dyno.lsm.table;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.layout.Layout;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/** Table files for people: blocks with their runs and entries, the index, the properties, the footer. */
public final class TableDump {

    private TableDump() {
    }

    public static List<Layout> layouts() {
        return List.of(BlockLayout.LAYOUT, RunLayout.LAYOUT, IndexLayout.LAYOUT, PropertiesLayout.LAYOUT,
                FuseLayout.LAYOUT, PointerLayout.LAYOUT, ValueReferenceLayout.LAYOUT, FooterLayout.LAYOUT);
    }

    /** @return false if the file is not a table, or too damaged to be walked */
    public static boolean dump(Disk disk, String name, Dump dump) {
        if (!TableFormat.isTable(name) || !disk.exists(name)) {
            return false;
        }
        try (DiskFile file = disk.open(name);
                Region region = Memory.system().map(Math.max(4096, file.size()), "dump", false)) {
            int bytes = file.read(0, region.address(), Math.toIntExact(file.size()));
            long footer = region.address() + bytes - FooterLayout.LENGTH;
            if (bytes < FileHeader.LENGTH + FooterLayout.LENGTH
                    || FooterLayout.checksum(footer) != FooterLayout.CHECKSUM.get(footer)) {
                return false;
            }
            UnsafeBuffer buffer = new UnsafeBuffer(region.address(), bytes);
            dump.heading(name).enter();
            dump.structure(FileHeader.LAYOUT, buffer, 0, 0);
            BlockIndex index = new BlockIndex(region.address() + FooterLayout.INDEX_POSITION.get(footer));
            for (int block = 0; block < index.blocks(); block++) {
                dumpBlock(buffer, (int) index.position(block), block, dump);
            }
            dumpRest(buffer, footer, bytes, dump);
            dump.leave();
        }
        return true;
    }

    private static void dumpBlock(UnsafeBuffer buffer, int position, int number, Dump dump) {
        long block = buffer.addressOffset() + position;
        dump.heading("block " + number).enter();
        dump.structure(BlockLayout.LAYOUT, buffer, position, position);
        int payload = position + BlockLayout.LENGTH;
        if (BlockLayout.checksum(block) != BlockLayout.CHECKSUM.get(block)) {
            dump.heading("the block is damaged").leave();
            return;
        }
        if (BlockLayout.CODEC.get(block) != 0) {
            dump.bytes("payload", buffer, payload, BlockLayout.STORED_BYTES.get(block), payload).leave();
            return;
        }
        for (int run = 0; run < BlockLayout.RUNS.get(block); run++) {
            int at = payload + run * RunLayout.LENGTH;
            dump.heading("run " + run).enter();
            dump.structure(RunLayout.LAYOUT, buffer, at, at);
            long slot = Block.run(block, run);
            int offset = payload + RunLayout.PREFIX_OFFSET.get(slot);
            dump.bytes("prefix", buffer, offset, RunLayout.PREFIX_LENGTH.get(slot), offset);
            dumpEntries(buffer, block, run, dump);
            dump.leave();
        }
        dump.leave();
    }

    private static void dumpEntries(UnsafeBuffer buffer, long block, int run, Dump dump) {
        EntryView view = new EntryView();
        long slot = Block.run(block, run);
        int prefix = RunLayout.PREFIX_LENGTH.get(slot);
        try (Region key = Memory.system().map(2 * KeyCodec.BYTES_MAX, "dump", false)) {
            UnsafeApi.copyMemory(Block.prefix(block, slot), key.address(), prefix);
            for (int i = RunLayout.FIRST_ENTRY.get(slot); i < Block.runEnd(block, run); i++) {
                view.read(block, i);
                UnsafeApi.copyMemory(view.suffixAddress(), key.address() + prefix, view.suffixLength());
                String kind = switch (view.kind()) {
                    case 0 -> "put";
                    case 1 -> "delete";
                    default -> "pointer";
                };
                dump.heading(kind + " " + KeyCodec.decode(key.address(), prefix + view.suffixLength()) + ": sequence "
                        + view.sequence() + (view.isSameKey() ? ", older version" : "")).enter();
                int at = (int) (Block.entry(block, i) - buffer.addressOffset());
                int end = (int) (view.valueAddress() + view.valueLength() - buffer.addressOffset());
                dump.bytes("entry", buffer, at, end - at, at).leave();
            }
        }
    }

    private static void dumpRest(UnsafeBuffer buffer, long footer, int bytes, Dump dump) {
        section("filter of keys", buffer, FooterLayout.KEY_FILTER_POSITION.get(footer),
                FooterLayout.KEY_FILTER_BYTES.get(footer), dump);
        section("filter of partitions", buffer, FooterLayout.PARTITION_FILTER_POSITION.get(footer),
                FooterLayout.PARTITION_FILTER_BYTES.get(footer), dump);
        int at = (int) FooterLayout.INDEX_POSITION.get(footer);
        dump.heading("index").enter();
        dump.structure(IndexLayout.LAYOUT, buffer, at, at);
        dump.bytes("arrays", buffer, at + IndexLayout.LENGTH, FooterLayout.INDEX_BYTES.get(footer) - IndexLayout.LENGTH,
                at + IndexLayout.LENGTH).leave();
        at = (int) FooterLayout.PROPERTIES_POSITION.get(footer);
        dump.heading("properties").enter();
        dump.structure(PropertiesLayout.LAYOUT, buffer, at, at);
        dump.bytes("keys", buffer, at + PropertiesLayout.LENGTH,
                FooterLayout.PROPERTIES_BYTES.get(footer) - PropertiesLayout.LENGTH, at + PropertiesLayout.LENGTH)
                .leave();
        at = bytes - FooterLayout.LENGTH;
        dump.heading("footer").enter();
        dump.structure(FooterLayout.LAYOUT, buffer, at, at);
        dump.leave();
    }

    private static void section(String name, UnsafeBuffer buffer, long position, int length, Dump dump) {
        if (length > 0) {
            dump.heading(name).enter().bytes("bits", buffer, (int) position, length, position).leave();
        }
    }
}
