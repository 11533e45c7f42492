package dev.dyno.lsm;

import dev.dyno.api.TableSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a manifest says.
 *
 * @param generation of the manifest; 0: there is none yet
 * @param flushed the files have the commits up to this one
 * @param nextFileId all file numbers are below this
 * @param highestTableId ever given when the state was flushed
 * @param tables as they were then
 * @param files of those tables
 */
record ManifestState(long generation, long flushed, long nextFileId, int highestTableId, List<TableSpec> tables,
        List<Entry> files) {

    static final ManifestState NONE = new ManifestState(0, 0, 1, 0, List.of(), List.of());

    /** A table file. */
    record Entry(long fileId, long bytes, int tableId, int level, long run) {
    }

    ManifestState {
        tables = List.copyOf(tables);
        files = List.copyOf(files);
    }

    Set<Long> fileIds() {
        return files.stream().map(Entry::fileId).collect(Collectors.toSet());
    }
}
