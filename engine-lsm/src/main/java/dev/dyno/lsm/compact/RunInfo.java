package dev.dyno.lsm.compact;

import java.util.List;

/**
 * What a picker knows of a sorted run.
 *
 * @param level 0 for flushed tables
 * @param number the higher, the newer in its level
 * @param files in key order, without overlaps
 */
public record RunInfo(int level, long number, List<FileInfo> files) {

    public RunInfo {
        files = List.copyOf(files);
    }

    public long bytes() {
        return files.stream().mapToLong(FileInfo::bytes).sum();
    }

    /** Files that may share keys with any of these. */
    public List<FileInfo> overlapping(List<FileInfo> others) {
        return files.stream().filter(file -> others.stream().anyMatch(file::overlaps)).toList();
    }
}
