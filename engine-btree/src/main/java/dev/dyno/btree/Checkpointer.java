package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.UnsafeApi;
import org.agrona.checksum.Crc32c;

/**
 * Makes checkpoints: writes what changed since the last one to places that it does not refer to, and then a new map.
 * The old map and what it refers to stay whole until the new one is durable, so a crash at any point leaves one of
 * the two, and no page can be torn.
 *
 * <p>Order: listeners are synced and the state is captured between two commit groups; the log is synced up to there (or
 * a crash could leave a checkpoint ahead of its log); pages and large values are written and synced; the map is
 * written, synced, renamed, and its folder synced; only then are old places free, is the old map deleted, and does
 * the log forget. Writers go on meanwhile: pages that they change are copied, as for any snapshot.
 *
 * <p>A sync that failed is final: no checkpoint is tried after it, the log goes on.
 *
 * <p>Threads: any caller, one at a time; what belongs to the writer is touched only between commit groups.
 */
final class Checkpointer implements AutoCloseable {

    private final BTreeEngine engine;
    private final CheckpointFiles files;
    private final Places places;
    private final Memory memory;
    private final Clock clock;
    private final Events events;
    private long generation;
    private long sequence;
    private Set<Integer> tableIds = Set.of();
    private Throwable failure;
    private volatile long bytesWritten;

    Checkpointer(BTreeEngine engine, CheckpointFiles files, Places places, Memory memory, Clock clock, Events events) {
        this.engine = engine;
        this.files = files;
        this.places = places;
        this.memory = memory;
        this.clock = clock;
        this.events = events;
    }

    /** At open: goes on behind a checkpoint that was loaded. */
    void restore(CheckpointLoader loaded) {
        generation = loaded.generation();
        sequence = loaded.sequence();
        tableIds = loaded.tables().stream().map(state -> state.table().id()).collect(Collectors.toSet());
    }

    /** Bytes written to files since open. */
    long bytesWritten() {
        return bytesWritten;
    }

    long fileBytes() {
        return files.bytes();
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
            engine.sync();
            Set<Integer> ids = capture.trees().stream().map(state -> state.table().id()).collect(Collectors.toSet());
            if (capture.sequence() == sequence && generation > 0 && ids.equals(tableIds)) {
                engine.giveBack(capture);
                return;
            }
            write(capture);
            generation++;
            sequence = capture.sequence();
            tableIds = ids;
        } catch (EngineException.Full e) {
            engine.giveBack(capture);
            throw e;
        } catch (RuntimeException | Error e) {
            failure = e;
            engine.giveBack(capture);
            throw e;
        } finally {
            capture.snapshot().close();
        }
        engine.durable(capture);
        events.emit(Events.Kind.CHECKPOINT, start, clock.nanoTime() - start, bytesWritten - before);
    }

    private void write(Capture capture) {
        files.create(engine.engineId());
        PageCopies copies = new PageCopies(engine.pages(), files.pages(), places, memory, sequence, capture);
        boolean done = false;
        try (copies) {
            for (TableState tree : capture.trees()) {
                copies.write(tree.root());
            }
            writeLarge(capture);
            if (copies.bytesWritten() > 0 || generation == 0) {
                files.pages().sync();
            }
            if (!capture.freshLarge().isEmpty() || generation == 0) {
                files.large().sync();
            }
            writeMap(capture, copies);
            done = true;
        } finally {
            if (!done) {
                copies.giveBackPlaces();
            }
        }
        bytesWritten += copies.bytesWritten();
        places.replace(copies.places(), copies.checksums());
        String newest = CheckpointFiles.mapName(generation + 1);
        files.maps().stream().filter(name -> !name.equals(newest)).forEach(files.disk()::delete);
    }

    private void writeLarge(Capture capture) {
        DiskFile large = files.large();
        Extents extents = engine.extents();
        capture.freshLarge().forEachLong((place, length) -> {
            large.write(place, extents.address(place), (int) length);
            bytesWritten += length;
        });
    }

    private void writeMap(Capture capture, PageCopies copies) {
        MapWriter map = new MapWriter(capture, copies, places.next(), engine.pages().pageBytes, generation + 1);
        try (Region region = memory.map(map.bytes(), "page map", false)) {
            map.encode(region.address(), engine.engineId());
            String name = CheckpointFiles.MAP_NEW;
            if (files.disk().exists(name)) {
                files.disk().delete(name);
            }
            try (DiskFile file = files.disk().create(name)) {
                file.write(0, region.address(), map.bytes());
                file.sync();
            }
            bytesWritten += map.bytes();
            name(name);
        }
    }

    /** From here on it is not known which map counts until the folder is synced: every failure is final. */
    private void name(String written) {
        try {
            files.disk().rename(written, CheckpointFiles.mapName(generation + 1));
            files.disk().syncDirectory();
        } catch (EngineException.Full e) {
            throw new EngineException.Failed("a checkpoint's map could not be named: cause=" + e.getMessage(), e);
        }
    }

    static int checksum(long page, int pageBytes) {
        return Crc32c.INSTANCE.compute(page, 0, pageBytes);
    }

    /** What only memory needs is 0 in the file. */
    static void clearMemoryFields(long page) {
        UnsafeApi.putLong(page + PageLayout.VERSION.offset(), 0);
        PageLayout.PREVIOUS.set(page, 0);
    }

    @Override
    public void close() {
        files.close();
    }
}
