package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes checkpoints: appends to the files of the segments what they do not have yet, and writes a new manifest. Nothing
 * that the old manifest names is overwritten or deleted before the new one is durable, so a crash leaves one of the
 * two.
 *
 * <p>Order: listeners are synced and the state is captured between two commit groups; the log is synced (or a crash
 * could leave a checkpoint ahead of its log); records are written and synced, and the names of new files; the manifest
 * is written, synced, renamed, and its folder synced; only then are files of empty segments deleted, whoever left them,
 * and the log forgets. Writers go on meanwhile, behind what was captured.
 *
 * <p>A sync that failed is final: no checkpoint is tried after it, the log goes on.
 *
 * <p>Threads: any caller, one at a time; what belongs to the writer is touched only between commit groups.
 */
final class Checkpointer {

    private final HashEngine engine;
    private final Disk disk;
    private final Memory memory;
    private final Clock clock;
    private final Events events;
    private long generation;
    private long sequence = -1;
    private List<TableSpec> tables = List.of();
    /** Segments that the manifest names. */
    private List<Integer> segments = List.of();
    /** Files of segments were created whose names a power cut may lose; also behind a checkpoint that was full. */
    private boolean hasNewNames;
    private Throwable failure;
    private volatile long bytesWritten;
    private volatile long fileBytes;
    /** Of the image that belongs to the checkpoint; 0: there is none. */
    private volatile long imageBytes;

    Checkpointer(HashEngine engine, Disk disk, Memory memory, Clock clock, Events events) {
        this.engine = engine;
        this.disk = disk;
        this.memory = memory;
        this.clock = clock;
        this.events = events;
    }

    /** At open: goes on behind a checkpoint that was loaded. */
    void restore(CheckpointLoader loaded) {
        generation = loaded.generation();
        sequence = loaded.sequence();
        tables = loaded.tables();
        segments = loaded.segmentIds();
        fileBytes = loaded.fileBytes();
        imageBytes = loaded.imageBytes();
    }

    /** Whether the next open would have something to replay. */
    synchronized boolean isWorthIt(long lastSequence) {
        return failure == null && lastSequence > sequence;
    }

    /** Bytes written to files since open. */
    long bytesWritten() {
        return bytesWritten;
    }

    /** Of segments, manifest and image. */
    long fileBytes() {
        return fileBytes + imageBytes;
    }

    synchronized void run() {
        if (failure != null) {
            throw new EngineException.Failed("a checkpoint has failed, open the engine again: cause="
                    + failure.getMessage(), failure);
        }
        long start = clock.nanoTime();
        long before = bytesWritten;
        Capture capture = engine.capture();
        try {
            engine.makeLogDurable(capture);
            List<TableSpec> specs = capture.tables().stream().map(Capture.CapturedTable::spec).toList();
            if (capture.sequence() == sequence && specs.equals(tables) && capture.isInFiles()
                    && capture.segmentIds().equals(segments)) {
                deleteDeadSegments(capture);
                return;
            }
            write(capture);
            generation++;
            sequence = capture.sequence();
            tables = specs;
            segments = capture.segmentIds();
        } catch (EngineException.Full e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
        engine.durable(capture);
        deleteOld(capture);
        events.emit(Events.Kind.CHECKPOINT, start, clock.nanoTime() - start, bytesWritten - before);
    }

    /** While the engine closes: an image of the index, if the last checkpoint has all that it names. */
    synchronized void writeImage(Arena arena, HashIndex index, Store store) {
        if (failure == null && generation > 0 && imageBytes == 0 && !store.hasUnflushed()) {
            index.settleOrder();
            imageBytes = new IndexImageWriter(disk, memory).write(generation, engine.engineId(), arena, index);
        }
    }

    private void write(Capture capture) {
        long bytes = 0;
        for (Capture.CapturedSegment captured : capture.segments()) {
            Segment segment = captured.segment();
            if (segment.flushed < captured.end() || segment.file == null) {
                append(segment, captured.end());
            }
            bytes += captured.end();
        }
        if (hasNewNames) {
            disk.syncDirectory(); // a crash may keep a later name and lose an earlier one: these before the manifest's
            hasNewNames = false;
        }
        fileBytes = bytes + writeManifest(capture);
    }

    /** Records get their checksums on the way; nobody else looks at those of records in memory. */
    private void append(Segment segment, int end) {
        if (segment.file == null) {
            hasNewNames = true;
            segment.file = StoreFiles.create(disk, memory, segment, engine.engineId());
            bytesWritten += SegmentLayout.RECORDS;
        }
        int from = segment.flushed;
        for (int at = from; at < end; at += Records.bytes(segment.address + at)) {
            long record = segment.address + at;
            RecordLayout.CHECKSUM.set(record, Records.checksum(record));
        }
        segment.file.write(from, segment.address + from, end - from);
        segment.file.sync();
        bytesWritten += end - from;
    }

    private int writeManifest(Capture capture) {
        ManifestWriter manifest = new ManifestWriter(capture, generation + 1);
        try (Region region = memory.map(manifest.bytes(), "manifest", false)) {
            manifest.encode(region.address(), engine.engineId());
            String name = StoreFiles.MANIFEST_NEW;
            if (disk.exists(name)) {
                disk.delete(name);
            }
            try (DiskFile file = disk.create(name)) {
                file.write(0, region.address(), manifest.bytes());
                file.sync();
            }
            bytesWritten += manifest.bytes();
            name(name);
        }
        return manifest.bytes();
    }

    /** From here on it is not known which manifest counts until the folder is synced: every failure is final. */
    private void name(String written) {
        try {
            disk.rename(written, StoreFiles.manifestName(generation + 1));
            disk.syncDirectory();
        } catch (EngineException.Full e) {
            throw new EngineException.Failed("a manifest could not be named: cause=" + e.getMessage(), e);
        }
    }

    private void deleteOld(Capture capture) {
        String newest = StoreFiles.manifestName(generation);
        StoreFiles.manifests(disk).stream().filter(name -> !name.equals(newest)).forEach(disk::delete);
        disk.list().stream().filter(name -> name.startsWith(StoreFiles.INDEX_PREFIX)).forEach(disk::delete);
        imageBytes = 0;
        deleteDeadSegments(capture);
    }

    /** Files that neither the manifest nor the engine needs, also those that an earlier life could not delete. */
    private void deleteDeadSegments(Capture capture) {
        Set<Integer> needed = engine.segmentIds();
        needed.addAll(capture.segmentIds());
        Set<String> names = needed.stream().map(StoreFiles::segmentName).collect(Collectors.toSet());
        StoreFiles.segments(disk).stream().filter(name -> !names.contains(name)).forEach(disk::delete);
    }
}
