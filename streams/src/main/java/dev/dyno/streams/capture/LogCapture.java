package dev.dyno.streams.capture;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.TableSpec;
import dev.dyno.api.run.Work;
import dev.dyno.streams.record.Changes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Capture into files: a record is appended to its shard inside the commit step, by a copy into a mapped file, and is
 * never synced for its own sake. The engine's log is the truth and these files are derived from it: after a crash each
 * shard keeps its whole records of commits that survived, and the engine's replay brings those that are missing, so
 * that every change is there once and in order.
 *
 * <p>Why that is sound: the engine forgets no commit before {@link #sync} made it durable here; a shard's records are
 * in the order of commits, so what is missing is its end; and a record that was kept is recognised by its number.
 *
 * <p>A full disk: see {@link Pending}.
 */
final class LogCapture extends ListenerCapture {

    /** Shards that the background is behind with at most; what it does not hear of the writer writes itself. */
    private static final int BEHIND_MAX = 64;

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final OneToOneConcurrentArrayQueue<FileShard> behind = new OneToOneConcurrentArrayQueue<>(BEHIND_MAX);
    private List<Work.Job> jobs = List.of();
    private boolean wakes;
    private volatile boolean full;
    private boolean loaded;
    private boolean cleared;
    private boolean syncFailed;
    private List<String> leftovers = List.of();
    private boolean stored;
    private long engineId;
    private long synced;
    /** No stream needs a commit up to this one. */
    private long needless;
    /** The first commit of which a change was heard. */
    private long first = Long.MAX_VALUE;
    /** H5: the last commit heard to its end, with all its records: administration comes between changes of a batch. */
    private final AtomicLong whole = new AtomicLong();

    LogCapture(StreamOptions options) {
        super(options);
    }

    @Override
    public long recoverFrom() {
        load();
        return needless;
    }

    /** Late, because the engine below takes the lock on the disk first. Changes nothing. */
    private void load() {
        if (!loaded) {
            LogLoading found = new LogLoading(config);
            found.load();
            found.streams().forEach(this::add);
            leftovers = found.leftovers();
            stored = found.isStored();
            engineId = found.engineId();
            nextStream = found.nextStream();
            nextShard.set(found.nextShard());
            synced = found.synced();
            needless = found.needless();
            loaded = true;
        }
    }

    @Override
    public void onChange(long sequence, int index, TableSpec table, Kind kind, Key key, ItemView oldItem,
            ItemView newItem) {
        load();
        first = Math.min(first, sequence);
        super.onChange(sequence, index, table, kind, key, oldItem, newItem);
    }

    /** Behind the replay, which writes for itself: what is told from what was found must not change meanwhile. */
    @Override
    public void start(Engine opened) {
        super.start(opened);
        jobs = List.of(config.work().start("streams-log", this::writeBehind));
    }

    /** Whatever keeps it from writing, the writer or a checkpoint meets it again, where there is somebody to tell. */
    private boolean writeBehind() {
        FileShard shard = behind.poll();
        try {
            if (shard != null) {
                shard.writeFull();
            }
        } catch (EngineException e) {
            return true; // as for the next shard
        }
        return shard != null;
    }

    @Override
    public void onCommit(long sequence) {
        whole.setRelease(sequence); // publishes H5
        if (wakes) { // here, and not where it became full, since a job without threads must find no lock held
            wakes = false;
            jobs.forEach(Work.Job::wake);
        }
    }

    @Override
    public void onRecovered(long sequence) {
        administration.lock();
        try {
            load();
            requireAll(sequence);
            heard = sequence;
            whole.set(sequence);
            synced = Math.min(synced, sequence);
            if (limit(sequence)) {
                persist(); // before the bytes go: the catalogue must not promise what is not there
            }
            clearAgain();
            beginAgain();
            leftovers.forEach(config.disk()::delete);
            leftovers = List.of();
            if (stored || all().length > 0) {
                settleAll();
                persist();
            }
        } finally {
            administration.unlock();
        }
    }

    /** @throws EngineException.Incompatible if the log has let commits go that were made without this capture */
    private void requireAll(long sequence) {
        long missed = Math.min(first - 1, sequence);
        if (missed > needless) {
            throw new EngineException.Incompatible("streams have not seen all commits, because the engine was opened"
                    + " without them: missed=" + (needless + 1) + " to " + missed + "; without the folder "
                    + FileShard.FOLDER + " they begin anew");
        }
    }

    /** Forgets the commits that did not survive. @return whether they were called durable */
    private boolean limit(long sequence) {
        long next = firstNumber(sequence + 1);
        boolean given = false;
        for (ChangeStream stream : all()) {
            stream.start = Math.min(stream.start, sequence + 1);
            stream.end = stream.isEnabled() ? stream.end : Math.min(stream.end, sequence);
            for (Shard shard : stream.shards()) {
                given |= ((FileShard) shard).limit(next - 1);
            }
        }
        return given;
    }

    /** Clears what lies behind the last whole records, once, before anything is appended. */
    private void clear() {
        if (!cleared) {
            cleared = true;
            files().forEach(FileShard::clear);
        }
    }

    /** After the replay: shards lost records of commits that did not survive. */
    private void clearAgain() {
        cleared = true;
        config.disk().syncDirectory();
        for (FileShard shard : files()) {
            boolean found = shard.storeAgain();
            if (shard.clear() || found) {
                shard.sync(shard.known()); // cleared, so written
            }
        }
    }

    /** A shard that was opened for commits which did not survive is there for those that come instead. */
    private void beginAgain() {
        long next = firstNumber(heard + 1);
        for (FileShard shard : files()) {
            if (shard.firstNumber > next) {
                shard.firstNumber = next;
                shard.writeHeader();
            }
        }
    }

    @Override
    void append(ChangeStream stream, Shard shard, long number, Kind kind, Key key, ItemView oldItem,
            ItemView newItem) {
        clear();
        long millis = config.clock().epochMillis();
        if (pending.isEmpty()) {
            try {
                FileShard open = young(stream, (FileShard) shard, number, millis);
                if (!open.append(number, millis, stream.view, kind, key, oldItem, newItem)) {
                    int length = Changes.length(stream.view, key, oldItem, newItem);
                    open = roll(stream, open, number, length);
                    open.append(number, millis, stream.view, kind, key, oldItem, newItem);
                }
                if (open.takeFull()) {
                    wakes |= behind.offer(open);
                }
                return;
            } catch (EngineException.Full e) {
                full = true; // the record waits, and so does the next write: see admit
            }
        }
        pending.add(Pending.of(config.memory(), stream, number, millis, kind, key, oldItem, newItem));
    }

    private FileShard young(ChangeStream stream, FileShard shard, long number, long millis) {
        boolean old = millis - shard.createdMillis >= options.shardAgeMillis();
        return old && !shard.closed && shard.lastNumber != 0 ? roll(stream, shard, number, 0) : shard;
    }

    /** Opens a child for the same hashes, from this number on. */
    private FileShard roll(ChangeStream stream, FileShard shard, long number, int recordBytes) {
        if (shard.closed) {
            throw new AssertionError("H2 violated: a closed shard has no room for a record that was in it: shard="
                    + shard.number + ", number=" + number);
        }
        shard.write(); // while there is no child: it may throw Full
        FileShard child = newShard(stream, shard.number, shard.firstSlot, shard.lastSlot, number, recordBytes);
        stream.add(List.of(child));
        shard.write();
        return child;
    }

    @Override
    public void admit() {
        if (full) {
            lock.lock();
            try {
                drain();
            } finally {
                lock.unlock();
            }
        }
    }

    /** @throws EngineException.Full if there is still no space */
    private void drain() {
        while (!pending.isEmpty()) {
            Pending next = pending.getFirst();
            FileShard shard = (FileShard) next.stream().route(next.slot(), next.number());
            if (!shard.append(next.region().address(), next.length())) {
                roll(next.stream(), shard, next.number(), next.length())
                        .append(next.region().address(), next.length());
            }
            pending.removeFirst().region().close();
        }
        full = false;
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    FileShard newShard(ChangeStream stream, long parent, int firstSlot, int lastSlot, long firstNumber,
            int recordBytes) {
        return FileShard.create(config.disk(), config.memory(), engineId, stream.id,
                options.shardBytes(), recordBytes, nextShard.getAndIncrement(), parent, firstSlot, lastSlot,
                firstNumber, config.clock().epochMillis());
    }

    @Override
    void begin(Shard shard) {
        ((FileShard) shard).writeHeader();
    }

    @Override
    public void sync(long sequence) {
        administration.lock();
        try {
            settleAll();
            synced = Math.max(synced, sequence);
            persist();
        } finally {
            administration.unlock();
        }
    }

    @Override
    public void settle() {
        try {
            admit();
        } catch (EngineException.Full e) {
            return; // nothing is lost: the engine's log has what waits here, and no checkpoint lets it go
        }
        if (stored && !syncFailed) { // if one failed, the engine's log has it too
            sync(synced);
        }
    }

    @Override
    void settleAll() {
        long reached;
        List<FileShard> dirty = new ArrayList<>();
        List<Known> known = new ArrayList<>();
        lock.lock();
        try {
            drain();
            reached = whole.getAcquire(); // sees H5
            for (FileShard shard : files()) {
                if (!shard.isSynced()) {
                    shard.write();
                    dirty.add(shard);
                    known.add(shard.known());
                }
            }
        } finally {
            lock.unlock();
        }
        sync(dirty, known);
        synced = reached;
    }

    @Override
    void settle(List<Shard> shards) {
        List<FileShard> files = shards.stream().map(FileShard.class::cast).toList();
        List<Known> known;
        lock.lock();
        try {
            files.forEach(FileShard::write);
            known = files.stream().map(FileShard::known).toList();
        } finally {
            lock.unlock();
        }
        sync(files, known);
    }

    private void sync(List<FileShard> files, List<Known> known) {
        if (syncFailed) {
            throw new EngineException.Io("streams cannot be made durable any more: a sync failed before; open again",
                    null);
        }
        if (!files.isEmpty()) {
            syncFailed = true; // unless it succeeds: the system may have dropped what it failed to write
            config.disk().syncDirectory();
            for (int i = 0; i < files.size(); i++) {
                files.get(i).sync(known.get(i));
            }
            syncFailed = false;
        }
    }

    @Override
    void persist() {
        Map<Long, Known> known = new LinkedHashMap<>();
        for (FileShard shard : files()) {
            if (shard.isDurable()) {
                known.put(shard.number, shard.synced);
            }
        }
        new Catalogue(engineId, nextStream, nextShard.get(), synced, List.of(all()), known)
                .write(config.disk(), config.memory());
        stored = true;
    }

    @Override
    void delete(Shard shard) {
        ((FileShard) shard).release();
        config.disk().delete(((FileShard) shard).fileName());
    }

    private List<FileShard> files() {
        return Arrays.stream(all()).flatMap(stream -> Arrays.stream(stream.shards())).map(FileShard.class::cast)
                .toList();
    }

    @Override
    public long verify(List<String> broken) {
        long records = 0;
        for (FileShard shard : files()) {
            records += shard.verify(broken);
        }
        return records;
    }

    @Override
    public void close() {
        jobs.forEach(Work.Job::close);
        pending.forEach(waiting -> waiting.region().close());
        pending.clear();
        files().forEach(FileShard::release);
    }
}
