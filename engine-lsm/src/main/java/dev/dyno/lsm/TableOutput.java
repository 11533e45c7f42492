package dev.dyno.lsm;

import dev.dyno.api.EngineConfig;
import dev.dyno.lsm.table.SeparatingWriter;
import dev.dyno.lsm.table.TableFile;
import dev.dyno.lsm.table.TableFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The table files that one merge writes, one behind the other: when one is long enough the next key begins another.
 * Files are durable and open when {@link #finish} returns them; what is not finished is deleted. Threads: the owner's.
 */
final class TableOutput implements AutoCloseable {

    private final EngineConfig config;
    private final Edits edits;
    private final TableFormat format;
    private final int tableId;
    private final long fileBytes;
    private final List<TableFile> files = new ArrayList<>();
    private SeparatingWriter writer;
    private long fileId;
    private long bytesWritten;
    private boolean finished;

    /**
     * @param format of the level that the files are for
     * @param fileBytes a file ends when it is as long
     */
    TableOutput(EngineConfig config, Edits edits, TableFormat format, int tableId, long fileBytes) {
        this.config = config;
        this.edits = edits;
        this.format = format;
        this.tableId = tableId;
        this.fileBytes = fileBytes;
    }

    void add(long key, int length, int kind, long sequence, long value, int valueLength) {
        if (writer != null && writer.tableBytes() >= fileBytes && !writer.endsWith(key, length)) {
            endFile();
        }
        if (writer == null) {
            fileId = edits.newFileId();
            writer = new SeparatingWriter(config.disk(), config.memory(), format, fileId, tableId,
                    edits::newFileId);
        }
        writer.add(key, length, kind, sequence, value, valueLength);
    }

    private void endFile() {
        long bytes = writer.finish();
        bytesWritten += writer.bytes();
        writer.close();
        writer = null;
        files.add(edits.open(fileId, bytes));
    }

    /** The files, which are the caller's from now on. */
    List<TableFile> finish() {
        if (writer != null) {
            endFile();
        }
        finished = true;
        return files;
    }

    /** Of all files, about. */
    long bytes() {
        return bytesWritten + (writer == null ? 0 : writer.bytes());
    }

    /** Of files that were ended. */
    long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
        if (!finished) {
            discard(config, edits, files);
        }
    }

    /** Closes and deletes files that no version has. */
    static void discard(EngineConfig config, Edits edits, List<TableFile> unused) {
        unused.forEach(TableFile::close);
        for (TableFile file : unused) {
            config.disk().delete(file.name());
            edits.values().release(file);
        }
    }
}
