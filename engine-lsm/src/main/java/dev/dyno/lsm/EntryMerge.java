package dev.dyno.lsm;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.table.LevelSource;
import java.util.Arrays;

/**
 * All entries of several runs in the order in which tables have them: by key, and of one key the newest first. Runs are
 * kept in the order of their next entries. Threads: the owner's.
 */
final class EntryMerge {

    private LevelSource[] sources = new LevelSource[8];
    private int count;

    /** Moves a run to its first entry and adds it. */
    void add(LevelSource source) {
        source.first();
        if (!source.isValid()) {
            return;
        }
        if (count == sources.length) {
            sources = Arrays.copyOf(sources, 2 * count);
        }
        System.arraycopy(sources, 0, sources, 1, count);
        sources[0] = source;
        count++;
        sift();
    }

    boolean isValid() {
        return count > 0;
    }

    /** The run that has the next entry. */
    LevelSource top() {
        return sources[0];
    }

    void step() {
        sources[0].nextEntry();
        if (sources[0].isValid()) {
            sift();
        } else {
            count--;
            System.arraycopy(sources, 1, sources, 0, count);
        }
    }

    private void sift() {
        LevelSource source = sources[0];
        int at = 0;
        while (at + 1 < count && order(source, sources[at + 1]) > 0) {
            sources[at] = sources[at + 1];
            at++;
        }
        sources[at] = source;
    }

    private static int order(LevelSource a, LevelSource b) {
        int order = KeyBytes.compare(a.keyAddress(), a.keyLength(), b.keyAddress(), b.keyLength());
        return order != 0 ? order : Long.compare(b.sequence(), a.sequence());
    }
}
