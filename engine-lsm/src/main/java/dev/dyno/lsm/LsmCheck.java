package dev.dyno.lsm;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.Verification.Violation;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.key.KeyCodec;
import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Scratch;
import dev.dyno.lsm.memory.MemSource;
import dev.dyno.lsm.memory.MemIndex;
import dev.dyno.lsm.memory.Memtable;
import dev.dyno.lsm.table.BlockCache;
import dev.dyno.lsm.table.Level;
import dev.dyno.lsm.table.TableCheck;
import dev.dyno.lsm.table.TableFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.UnsafeApi;

/** Walks a version and checks what its parts promise. Writers go on meanwhile. It allocates. */
final class LsmCheck {

    private final Memory memory;
    private final BlockCache cache;
    private final List<Violation> violations = new ArrayList<>();
    private long memtableKeys;
    private long files;
    private long entries;

    LsmCheck(Memory memory, BlockCache cache) {
        this.memory = memory;
        this.cache = cache;
    }

    Verification run(Version version, List<TableSpec> tables) {
        for (TableSpec table : tables) {
            for (Memtable memtable : version.memtables()) {
                MemIndex tree = memtable.tree(table.id());
                if (tree != null) {
                    checkTree(table, memtable, tree);
                }
            }
            Runs runs = version.runs(table.id());
            for (Run run : runs.all()) {
                checkRun(table, run);
            }
            checkAges(table, runs);
        }
        return new Verification(List.of(
                text("N1 keys in a memtable rise strictly (%,d keys)", memtableKeys),
                text("N2 keys are found where the tree leads to (%,d keys)", memtableKeys),
                text("B1 keys of a table rise, versions of a key lie together (%,d entries)", entries),
                text("B2 sequences of a key fall (%,d entries)", entries),
                text("B4 fingerprints and filters have their keys (%,d entries)", entries),
                text("B5 blocks have their checksums and the index leads to them (%,d files)", files),
                text("U1 files of a run do not overlap (%,d files)", files),
                text("U2 the runs of a level are newer the higher their number (%,d files)", files)), violations);
    }

    private static String text(String format, long count) {
        return String.format(Locale.ROOT, format, count);
    }

    private void expect(boolean holds, String invariant, String place, String detail) {
        if (!holds) {
            violations.add(new Violation(invariant, place, detail));
        }
    }

    private void checkTree(TableSpec table, Memtable memtable, MemIndex tree) {
        String place = "table " + table.name() + ", memtable " + memtable.number();
        MemSource source = new MemSource().open(tree, Long.MAX_VALUE);
        try (Scratch before = new Scratch(memory, KeyCodec.BYTES_MAX, "verify")) {
            int length = 0;
            for (source.first(); source.isValid(); source.next()) {
                memtableKeys++;
                expect(length == 0 || KeyBytes.compare(before.address(), length, source.keyAddress(),
                        source.keyLength()) < 0, "N1", place, "key " + key(source) + " is not behind the one before");
                length = source.keyLength();
                UnsafeApi.copyMemory(source.keyAddress(), before.address(), length);
                expect(tree.has(before.address(), length), "N2", place, "key " + key(source) + " is not found");
            }
        }
    }

    private static String key(MemSource source) {
        return KeyCodec.decode(source.keyAddress(), source.keyLength()).toString();
    }

    private void checkRun(TableSpec table, Run run) {
        List<TableFile> ordered = run.files().files();
        for (int i = 0; i < ordered.size(); i++) {
            TableFile file = ordered.get(i);
            files++;
            entries += file.entries();
            String place = "table " + table.name() + ", level " + run.level() + ", file " + file.name();
            expect(file.tableId() == table.id(), "B5", place, "has entries of table " + file.tableId());
            expect(i == 0 || KeyBytes.compare(ordered.get(i - 1).largest(), ordered.get(i - 1).largestLength(),
                    file.smallest(), file.smallestLength()) < 0, "U1", place, "overlaps the file before");
            try {
                new TableCheck(memory, cache, file).run((invariant, detail) -> expect(false, invariant, place, detail));
            } catch (EngineException.Corrupt e) {
                expect(false, "B5", place, e.getMessage());
            }
        }
    }

    /** Only level 0 tells ages by sequences: deeper runs are merges of several ages. */
    private void checkAges(TableSpec table, Runs runs) {
        Level newer = null;
        for (Run run : runs.all()) {
            if (run.level() > 0) {
                return;
            }
            if (newer != null) {
                expect(newest(newer) >= newest(run.files()), "U2", "table " + table.name() + ", run " + run.number(),
                        "newest sequence=" + newest(run.files()) + ", of the run before=" + newest(newer));
            }
            newer = run.files();
        }
    }

    private static long newest(Level level) {
        return level.files().stream().mapToLong(TableFile::maxSequence).max().orElse(0);
    }
}
