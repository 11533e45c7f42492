package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.Verification.Violation;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.GuardedMemory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import dev.dyno.core.engine.Snapshots;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Breaks each invariant in memory, by a byte or a word, and expects that verify names it and the page. */
class InvariantsTest {

    private static final BTreeOptions OPTIONS = BTreeOptions.of(EngineConfig.inMemory().withOptions(Map.of(
            "page-bytes", "4KiB", "memory-bytes", "16MiB", "large-value-space-bytes", "4MiB", "huge-pages", "false")));
    private static final int ITEMS = 400;
    private static final int VALUE_BYTES = 40;
    private static final int LARGE_BYTES = 3_000;
    private static final int INDEX = 5;

    private final Snapshots snapshots = new Snapshots();
    private final MemoryDisk disk = new MemoryDisk();
    private GuardedMemory memory;
    private Pages pages;
    private Extents extents;
    private TreeWriter writer;
    private Tree tree;
    /** The second leaf, and its address. */
    private int leaf;
    private long page;

    /** One way to break a tree. */
    private enum Damage {
        KEYS_SWAPPED("T1"), KEY_BELOW_FENCE("T2"), LEVEL("T3"), KIND("T3"), FENCE("T4"), FENCE_GONE("T4"),
        GARBAGE("T5"), COUNT("T5"), OFFSET_IN_REFERENCE("T5"), PREFIX("T6"), FINGERPRINT("T7"), OFFSET("T7"),
        ITEMS("T8"), TIE("T9"), LOCKED("P1"), SAME_CHILD("P4"), NO_PAGE("P4"), NOT_OF_TREE("P6"), NO_SLOT("B1"),
        IMAGE("B2"), PLACES("M2"), PLACE_OF_LARGE("X3"), LARGE_VALUE("W2");

        private final String invariant;

        Damage(String invariant) {
            this.invariant = invariant;
        }
    }

    /** No page can be read. */
    private static final class DamagedImages implements PageSource {
        @Override
        public boolean has(int page) {
            return true;
        }

        @Override
        public void load(int page, long address) {
            throw new EngineException.Corrupt(CheckpointFiles.PAGES, 0, "page image v1", "checksum", 1, 2);
        }
    }

    @BeforeEach
    void plant() {
        memory = new GuardedMemory();
        EngineConfig config = EngineConfig.on(disk).withMemory(memory);
        MemoryBudget budget = new MemoryBudget(OPTIONS.memoryBytes());
        pages = new Pages(config, snapshots, OPTIONS, budget, new DamagedImages());
        extents = new Extents(memory, snapshots, OPTIONS, budget, new CheckpointFiles(disk, memory));
        writer = new TreeWriter(memory, pages, extents, OPTIONS, new Structure(Clock.SYSTEM, Events.NONE));
        tree = writer.create(TableSpec.sorted("t").withId(1));
        try (Region region = memory.map(Probe.BYTES + LARGE_BYTES, "test", false)) {
            Probe probe = new Probe(region.address());
            for (int i = 1; i <= ITEMS; i++) {
                probe.set(key(i));
                writer.put(tree, probe, i, region.address() + Probe.BYTES, i % 7 == 0 ? LARGE_BYTES : VALUE_BYTES);
            }
        }
        leaf = PageReader.child(pages.address(tree.root), 1);
        page = pages.address(leaf);
    }

    @AfterEach
    void uproot() {
        writer.close();
        extents.close();
        pages.close();
        memory.close();
        disk.close();
    }

    @Test
    void anUndamagedTreeIsClean() {
        Verification result = verify(true);
        assertTrue(result.clean(), () -> result.violations().toString());
        // Each that verify claims to check has a way to break it here.
        assertEquals(Arrays.stream(Damage.values()).map(each -> each.invariant).collect(Collectors.toSet()),
                new TreeSet<>(result.checked().stream().map(line -> line.substring(0, 2)).toList()));
    }

    @ParameterizedTest
    @EnumSource
    void verifyNamesTheInvariantAndThePage(Damage damage) {
        damage(damage);
        Verification result = verify(damage != Damage.PLACES);
        String where = switch (damage) {
            case ITEMS -> "table t";
            case NO_PAGE -> "page " + pages.limit;
            case NO_SLOT -> "buffer manager";
            case PLACES -> CheckpointFiles.PAGES;
            default -> "page " + leaf;
        };
        assertTrue(result.violations().stream().anyMatch(violation -> isIt(violation, damage, where)),
                () -> damage + " of page " + leaf + ": " + result.violations());
    }

    private static boolean isIt(Violation violation, Damage damage, String where) {
        return violation.invariant().equals(damage.invariant) && (violation.place() + ",").contains(where + ",")
                && !violation.detail().isEmpty();
    }

    private Verification verify(boolean rightPlaces) {
        TreeCheck check = new TreeCheck(memory, pages, extents);
        check.places(rightPlaces);
        check.run(new Tree[] {tree});
        return check.result();
    }

    private void damage(Damage damage) {
        int capacity = PageLayout.CAPACITY.get(page);
        long references = PageLayout.references(page, 0, capacity);
        long key = PageReader.keyAddress(page, PageLayout.reference(page, INDEX));
        switch (damage) {
            case KEYS_SWAPPED -> {
                long word = UnsafeApi.getLong(references + 8L * INDEX);
                UnsafeApi.putLong(references + 8L * INDEX, UnsafeApi.getLong(references + 8L * INDEX + 8));
                UnsafeApi.putLong(references + 8L * INDEX + 8, word);
            }
            case KEY_BELOW_FENCE -> UnsafeApi.putByte(key, (byte) 0);
            case LEVEL -> PageLayout.LEVEL.set(page, 1);
            case KIND -> PageLayout.KIND.set(page, 0);
            case FENCE -> flip(PageWriter.highFence(page));
            case FENCE_GONE -> PageLayout.LOW_OFFSET.set(page, 0);
            case GARBAGE -> PageLayout.GARBAGE.set(page, PageLayout.GARBAGE.get(page) + 1);
            case COUNT -> PageLayout.COUNT.set(page, capacity + 1);
            case OFFSET_IN_REFERENCE -> UnsafeApi.putShort(references + 8L * INDEX, (short) 1);
            case PREFIX -> PageLayout.PREFIX_LENGTH.set(page, PageLayout.PREFIX_LENGTH.get(page) + 1);
            case FINGERPRINT -> flip(page + PageLayout.LENGTH + INDEX);
            case OFFSET -> flip(PageLayout.offsets(page, capacity) + 2L * INDEX);
            case ITEMS -> tree.items++;
            case TIE -> flip(PageLayout.ties(page, capacity) + 8L * INDEX);
            case LOCKED -> UnsafeApi.putLong(page, UnsafeApi.getLong(page) + 1);
            case SAME_CHILD -> setSecondChild(leaf);
            case NO_PAGE -> setSecondChild(pages.limit);
            case NOT_OF_TREE -> pages.release(leaf, ITEMS + 1);
            case NO_SLOT, IMAGE -> UnsafeApi.putLong(page, PageState.ABSENT);
            case PLACES -> { }
            case LARGE_VALUE -> flip(extents.memory().address(
                    UnsafeApi.getLong(PageReader.valueAddress(page, large()))));
            case PLACE_OF_LARGE -> UnsafeApi.putLong(PageReader.valueAddress(page, large()), extents.bytes);
        }
    }

    private static void flip(long address) {
        UnsafeApi.putByte(address, (byte) (UnsafeApi.getByte(address) ^ 0x55));
    }

    /** Of the root: the child behind the damaged leaf. */
    private void setSecondChild(int child) {
        long root = pages.address(tree.root);
        long upper = PageLayout.references(root, 1, PageLayout.CAPACITY.get(root)) + 8L + Integer.BYTES;
        UnsafeApi.putInt(upper, child);
    }

    private long large() {
        for (int i = 0; i < PageLayout.COUNT.get(page); i++) {
            long reference = PageLayout.reference(page, i);
            if (PageLayout.isLarge(PageLayout.upper(reference))) {
                return reference;
            }
        }
        throw new AssertionError("no large value in page " + leaf);
    }

    /** Of four partitions, each with its hash. */
    private static byte[] key(int number) {
        byte[] sort = String.format("%08d", number * 7919 % 100_003).getBytes(StandardCharsets.US_ASCII);
        byte[] key = new byte[11 + sort.length];
        Arrays.fill(key, 0, 8, (byte) (100 + number % 4));
        key[9] = 1;
        key[10] = 'p';
        System.arraycopy(sort, 0, key, 11, sort.length);
        return key;
    }
}
