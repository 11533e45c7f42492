package dev.dyno.lsm.table;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Answer;
import dev.dyno.lsm.entry.Probe;
import java.util.List;
import org.agrona.UnsafeApi;

/** Table files whose keys do not overlap, in key order. Immutable. Threads: any. */
public final class Level {

    private final TableFile[] files;
    /** The first 8 bytes of each file's smallest key, so that a search rarely touches a file that it does not find. */
    private final long[] heads;

    /** @param ordered by key, without overlaps */
    public Level(List<TableFile> ordered) {
        files = ordered.toArray(TableFile[]::new);
        heads = new long[files.length];
        for (int i = 0; i < files.length; i++) {
            heads[i] = Long.reverseBytes(UnsafeApi.getLong(files[i].smallest()));
            assert i == 0 || KeyBytes.compare(files[i - 1].largest(), files[i - 1].largestLength(),
                    files[i].smallest(), files[i].smallestLength()) < 0 : "files of a level overlap";
        }
    }

    public List<TableFile> files() {
        return List.of(files);
    }

    public int size() {
        return files.length;
    }

    TableFile file(int file) {
        return files[file];
    }

    /** Finds the entry of a key that a reader at {@code sequence} sees. @return false if there is none here */
    public boolean get(Probe probe, long sequence, Reading reading, Answer out) {
        int file = find(probe.address(), probe.length(), probe.head());
        return file >= 0 && files[file].get(probe, sequence, reading, out);
    }

    /** The file whose smallest key is the last one at or before the key; -1 if the key is before all. */
    int find(long key, int length, long head) {
        int low = 0;
        int high = files.length;
        while (low < high) {
            int middle = low + high >>> 1;
            int order = Long.compareUnsigned(heads[middle], head);
            if (order == 0) {
                order = KeyBytes.compare(files[middle].smallest(), files[middle].smallestLength(), key, length);
            }
            if (order <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /**
     * Whether no file can have an item of a partition: by the keys that files begin and end with, and by the filter of
     * partitions of the one file that may have it.
     *
     * @param start what all keys of the partition begin with
     * @param end the first key behind the partition; {@code endLength} -1: there is none
     * @param hash see {@link dev.dyno.lsm.entry.KeyHash#ofPartition}
     */
    public boolean excludes(long start, int startLength, long end, int endLength, long hash) {
        int at = Math.max(0, find(start, startLength, KeyBytes.head(start, startLength)));
        if (at + 1 < files.length && !isBehind(files[at + 1], end, endLength)) {
            return false;
        }
        TableFile file = files[at];
        return isBehind(file, end, endLength)
                || KeyBytes.compare(file.largest(), file.largestLength(), start, startLength) < 0
                || !file.mayContainPartition(hash);
    }

    private static boolean isBehind(TableFile file, long end, int endLength) {
        return endLength >= 0 && KeyBytes.compare(file.smallest(), file.smallestLength(), end, endLength) >= 0;
    }
}
