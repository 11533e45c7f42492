package dev.dyno.lsm;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.table.TableFile;
import java.util.List;

/** Which files have keys in common. Pure functions. */
final class Overlaps {

    private Overlaps() {
    }

    static boolean overlap(TableFile a, TableFile b) {
        return KeyBytes.compare(a.smallest(), a.smallestLength(), b.largest(), b.largestLength()) <= 0
                && KeyBytes.compare(b.smallest(), b.smallestLength(), a.largest(), a.largestLength()) <= 0;
    }

    /** Files of older runs that share keys with a run. */
    static int count(Run run, Runs all) {
        int count = 0;
        boolean older = false;
        for (Run other : all.all()) {
            if (older) {
                for (TableFile file : other.files().files()) {
                    count += run.files().files().stream().anyMatch(mine -> overlap(mine, file)) ? 1 : 0;
                }
            }
            older |= other == run;
        }
        return count;
    }

    /** Files of a run that share keys with any of these. */
    static List<TableFile> of(Run run, List<TableFile> files) {
        return run.files().files().stream()
                .filter(mine -> files.stream().anyMatch(file -> overlap(mine, file))).toList();
    }
}
