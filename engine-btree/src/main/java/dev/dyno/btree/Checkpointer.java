package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.api.run.Clock;
import dev.dyno.api.run.Events;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.checksum.Crc32c;

/**
 * Makes checkpoints: writes what changed since the last one to places that it does not refer to, and then a new map.
 * The old map and what it refers to stay whole until the new one is durable, so a crash at any point leaves one of
 * the two, and no page can be torn.
 *
 * <p>Order: listeners are synced and the state is captured between two commit groups; the log is synced up to there (or
 * a crash could leave a checkpoint ahead of its log); pages and large values are written and synced; the map is
 * written, synced, renamed, and its folder synced; only then are old places free, is the old map deleted, are the files
 * cut where nothing is used any more, and does the log forget. Writers go on meanwhile: pages that they change are
 * copied, as for any snapshot.
 *
 * <p>A sync that failed is final: no checkpoint is tried after it, the log goes on.
 *
 * <p>Threads: any caller, one at a time; what belongs to the writer is touched only between commit groups.
 */
final class Checkpointer implements AutoCloseable {

    private final BTreeEngine engine;
    private final CheckpointFiles files;
    private final PageStore store;
    private final Memory memory;
    private final Clock clock;
    private final Events events;
    private final Places places = new Places();
    private long generation;
    private long sequence;
    private Set<Integer> tableIds = Set.of();
    /** Whether the last one moved images, or there is reason to think that the next one can. */
    private boolean canMove = true;
    private volatile Throwable failure;
    private volatile long logBytes;
    private volatile boolean running;
    private volatile long bytesWritten;

    Checkpointer(BTreeEngine engine, CheckpointFiles files, PageStore store, Memory memory, Clock clock,
            Events events) {
        this.engine = engine;
        this.files = files;
        this.store = store;
        this.memory = memory;
        this.clock = clock;
        this.events = events;
    }

    /** At open: goes on behind a checkpoint that was loaded. */
    void restore(CheckpointLoader loaded) {
        generation = loaded.generation();
        sequence = loaded.sequence();
        tableIds = loaded.tables().stream().map(state -> state.table().id()).collect(Collectors.toSet());
        if (!places.restore(store.map())) {
            throw MapPageLayout.LAYOUT.corrupt(loaded.file(), 0, MapPageLayout.PLACE, "two pages in one place",
                    "places that do not overlap");
        }
    }

    /** Bytes written to files since open. */
    long bytesWritten() {
        return bytesWritten;
    }

    long fileBytes() {
        return files.bytes();
    }

    /** M2, from the map: pages share no units, and no more are taken than theirs. */
    synchronized boolean hasRightPlaces() {
        Places counted = new Places();
        return counted.restore(store.map()) && counted.usedUnits() == places.usedUnits();
    }

    /** Of the last one. */
    synchronized long sequence() {
        return sequence;
    }

    /** Bytes of log that the last one covers, of those appended since open. */
    long logBytes() {
        return logBytes;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Whether one is being made. */
    boolean isRunning() {
        return running;
    }

    /** Whether another one would make the files smaller. */
    synchronized boolean isWasteful() {
        return failure == null && generation > 0
                && (canMove && Places.isWasteful(places.end(), places.usedUnits()) || engine.canMoveLarge());
    }

    /** As {@link #run}, unless another thread made one while this one waited for it. */
    synchronized void runIfCrowded(MemoryBudget budget) {
        if (budget.isCrowded()) {
            run();
        }
    }

    synchronized void run() {
        if (failure != null) {
            throw new EngineException.Failed("a checkpoint has failed, open the engine again: cause="
                    + failure.getMessage(), failure);
        }
        running = true;
        try {
            make();
        } finally {
            running = false;
        }
    }

    private void make() {
        long start = clock.nanoTime();
        long before = bytesWritten;
        if (generation > 0) {
            engine.moveLarge();
        }
        Capture capture = engine.capture();
        PageCopies copies = null;
        try {
            engine.sync();
            Set<Integer> ids = capture.trees().stream().map(state -> state.table().id()).collect(Collectors.toSet());
            boolean nothing = capture.sequence() == sequence && ids.equals(tableIds) && !capture.hasChanges();
            if (nothing && generation > 0 && !isWasteful()) {
                engine.giveBack(capture);
                return;
            }
            copies = write(capture);
            generation++;
            sequence = capture.sequence();
            tableIds = ids;
            logBytes = capture.logBytes();
            canMove = copies.movedUnits() > 0 || capture.hasChanges();
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
        cut(engine.durable(capture, copies));
        events.emit(Events.Kind.CHECKPOINT, start, clock.nanoTime() - start, bytesWritten - before);
    }

    private PageCopies write(Capture capture) {
        files.create(engine.engineId());
        PageCopies copies = new PageCopies(engine.pages(), store, files.pages(), places, memory, capture);
        boolean done = false;
        try (copies) {
            copies.write();
            writeLarge(capture);
            if (copies.bytesWritten() > 0 || generation == 0) {
                files.pages().sync();
            }
            if (!capture.freshLarge().isEmpty() || generation == 0) {
                files.large().sync();
            }
            writeMap(capture, copies.places());
            done = true;
        } finally {
            if (!done) {
                copies.giveBackPlaces();
            }
        }
        bytesWritten += copies.bytesWritten();
        PlaceMap last = store.map();
        store.publish(copies.places());
        places.replace(last, copies.places());
        String newest = CheckpointFiles.mapName(generation + 1);
        files.maps().stream().filter(name -> !name.equals(newest)).forEach(files.disk()::delete);
        return copies;
    }

    private void writeLarge(Capture capture) {
        DiskFile large = files.large();
        ValueMemory values = engine.extents().memory();
        capture.freshLarge().forEachLong((place, length) -> {
            large.write(place, values.address(place), (int) length);
            bytesWritten += length;
        });
    }

    private void writeMap(Capture capture, PlaceMap pages) {
        MapWriter map = new MapWriter(capture, pages, engine.pages().pageBytes, generation + 1);
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

    /** Gives back the ends of the files, which no durable checkpoint and no page refers to. */
    private void cut(long largeEnd) {
        long start = clock.nanoTime();
        long cut = cut(files.pages(), (long) places.end() * Places.UNIT_BYTES) + cut(files.large(), largeEnd);
        if (cut > 0) {
            events.emit(Events.Kind.RECLAIM, start, clock.nanoTime() - start, cut);
        }
    }

    private static long cut(DiskFile file, long end) {
        long more = file.size() - end;
        if (more > 0) {
            file.truncate(end);
        }
        return Math.max(0, more);
    }

    static int checksum(long image, int bytes) {
        return Crc32c.INSTANCE.compute(image, 0, bytes);
    }

    @Override
    public void close() {
        files.close();
    }
}
