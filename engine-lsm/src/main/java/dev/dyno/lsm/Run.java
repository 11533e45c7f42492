package dev.dyno.lsm;

import dev.dyno.lsm.table.Level;

/**
 * A sorted run: table files that do not overlap. A level has one run, or several where compaction is lazy; a flush
 * makes a run of one file at level 0.
 *
 * @param level 0 for flushed tables, and one more for each merge on the way down
 * @param number rises: of two runs of a level the higher one is newer
 */
record Run(int level, long number, Level files) {

    long bytes() {
        long bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            bytes += files.files().get(i).bytes();
        }
        return bytes;
    }
}
