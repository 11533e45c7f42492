package dev.dyno.lsm.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.EntryKind;
import dev.dyno.lsm.entry.Probe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A memtable's tree beside a sorted map, also where partitions share a hash and sort keys their first bytes. */
class MemTreeTest {

    private static final long SEED = 20_261_129;
    private static final int PUTS = 20_000;

    /** @param hashes so many for all partitions */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000_000})
    void holdsWhatWasPutInOrder(int hashes) {
        Random random = new Random(SEED);
        Map<byte[], Long> expected = new TreeMap<>(Arrays::compareUnsigned);
        try (Region bytes = Memory.system().map(Probe.BYTES, "key", false);
                Region probed = Memory.system().map(Probe.BYTES, "probe", false);
                Chunks chunks = new Chunks(Memory.system(), 256 << 10, 4, false);
                Memtable memtable = new Memtable(1, chunks, MemtableKind.BTREE)) {
            UnsafeBuffer key = new UnsafeBuffer(bytes.address(), Probe.BYTES);
            Probe probe = new Probe(probed.address());
            for (long sequence = 1; sequence <= PUTS; sequence++) {
                byte[] composite = composite(random, hashes);
                key.putBytes(0, composite);
                probe.set(bytes.address(), composite.length);
                memtable.put(1, probe, sequence, EntryKind.PUT, bytes.address(), 8);
                expected.put(composite, sequence);
            }
            MemIndex tree = memtable.tree(1);
            assertEquals(describe(expected), walk(tree), "seed " + SEED);
            Answer answer = new Answer();
            expected.forEach((composite, sequence) -> {
                key.putBytes(0, composite);
                probe.set(bytes.address(), composite.length);
                assertTrue(tree.get(probe, Long.MAX_VALUE, answer));
                assertEquals(sequence, answer.sequence());
                key.putByte(composite.length, (byte) 'x');
                probe.set(bytes.address(), composite.length + 1);
                assertFalse(tree.get(probe, Long.MAX_VALUE, answer));
            });
        }
    }

    /** Of 26 + 676 partitions, with sort keys that often differ only behind their first word. */
    private static byte[] composite(Random random, int hashes) {
        String partition = letters(random, 1 + random.nextInt(2), 26);
        String sort = (random.nextBoolean() ? "same word" : "") + letters(random, random.nextInt(3), 3);
        byte[] keys = (partition + sort).getBytes(StandardCharsets.US_ASCII);
        UnsafeBuffer composite = new UnsafeBuffer(new byte[KeyCodec.PREFIX_BYTES + keys.length]);
        composite.putLong(0, partition.hashCode() % hashes * 0x9e3779b97f4a7c15L);
        composite.putShort(8, Short.reverseBytes((short) partition.length()));
        composite.putBytes(KeyCodec.PREFIX_BYTES, keys);
        return composite.byteArray();
    }

    private static String letters(Random random, int count, int of) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(of)));
        }
        return text.toString();
    }

    private static List<String> describe(Map<byte[], Long> entries) {
        List<String> lines = new ArrayList<>();
        entries.forEach((composite, sequence) -> lines.add(Arrays.toString(composite) + "=" + sequence));
        return lines;
    }

    private static List<String> walk(MemIndex tree) {
        List<String> lines = new ArrayList<>();
        MemSource source = new MemSource().open(tree, Long.MAX_VALUE);
        for (source.first(); source.isValid(); source.next()) {
            byte[] composite = new byte[source.keyLength()];
            new UnsafeBuffer(source.keyAddress(), composite.length).getBytes(0, composite);
            lines.add(Arrays.toString(composite) + "=" + source.sequence());
        }
        return lines;
    }
}
