package dev.dyno.api.disk;

import dev.dyno.api.EngineException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A disk in memory that fails as disks fail, from a seed: the power goes, syncs and reads and writes fail, bits flip,
 * writes that were confirmed are forgotten, space runs out. What may survive is what {@link Disk} says may survive.
 *
 * <p>A crash test in short:
 * <pre>{@code
 * FaultyDisk disk = new FaultyDisk(seed).cutAfter(17);
 * try { run(disk); } catch (FaultyDisk.PowerCut expected) { }
 * FaultyDisk after = disk.afterPowerCut(seed, FaultyDisk.Survival.UNSYNCED_TORN);   // may itself be cut, and so on
 * }</pre>
 *
 * <p>Operations are what changes something: write, zeroFill, truncate, sync, syncDirectory, create, rename, delete.
 * They count from 1, in the order in which threads get here; with one thread, the same calls give the same disk. The
 * operation that the power cut hits may have happened in part, as any that was not synced. From then on every call
 * throws {@link PowerCut}, except those that close, and stores through mappings change nothing that survives.
 *
 * <p>{@link #toString} is an expression that makes this disk's faults again, given the same calls.
 *
 * <p>Threads: any; calls take turns.
 */
public final class FaultyDisk implements Disk {

    /** What a power cut leaves of what was not synced. */
    public enum Survival {
        /** Nothing: files, sizes and names are as last synced. */
        UNSYNCED_LOST,
        /** Any part: sectors, sizes and names survive one by one, as the seed has it. */
        UNSYNCED_TORN,
        /** All, as when only the process ends; but what a failed sync or a forgotten write lost stays lost. */
        UNSYNCED_KEPT
    }

    /** The machine is off. Not an {@link EngineException}, so that no engine takes it for an error to handle. */
    public static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PowerCut(String message) {
            super(message);
        }
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryDisk memory = new MemoryDisk();
    private final FaultyNames names = new FaultyNames();
    private final SplittableRandom random;
    private final Faults faults;

    /** Files with writable mappings; in order, so that a seed means one thing. */
    private final Set<FaultyContents> mapped = new LinkedHashSet<>();

    private final StringBuilder history;
    private long operations;
    private long cutAfter = NEVER;
    private boolean cut;
    private boolean locked;
    private boolean closed;

    /** An empty one without faults. @param seed of what is drawn when faults happen */
    public FaultyDisk(long seed) {
        this(seed, "new FaultyDisk(" + seed + ")");
    }

    private FaultyDisk(long seed, String history) {
        this.random = new SplittableRandom(seed);
        this.faults = new Faults(random);
        this.history = new StringBuilder(history);
    }

    /** The power goes during the operation after so many, counted from the first on this disk. */
    public synchronized FaultyDisk cutAfter(long operations) {
        note("cutAfter", operations);
        cutAfter = operations;
        return this;
    }

    /** The nth sync from now fails, of a file or of the directory. Some of it is durable, the rest never will be. */
    public synchronized FaultyDisk failSync(long nth) {
        note("failSync", nth);
        faults.failSync(nth);
        return this;
    }

    /** The nth write, zeroFill or truncate from now fails with {@link EngineException.Io}, a write in the middle. */
    public synchronized FaultyDisk failWrite(long nth) {
        note("failWrite", nth);
        faults.failWrite(nth);
        return this;
    }

    /** The nth write from now is confirmed and read back, but never becomes durable, whatever is synced. */
    public synchronized FaultyDisk forgetWrite(long nth) {
        note("forgetWrite", nth);
        faults.forgetWrite(nth);
        return this;
    }

    /** The nth read from now fails with {@link EngineException.Io}, in the middle. */
    public synchronized FaultyDisk failRead(long nth) {
        note("failRead", nth);
        faults.failRead(nth);
        return this;
    }

    /** From now on the sizes of all files are at most so much; more is {@link EngineException.Full}. */
    public synchronized FaultyDisk limit(long capacityBytes) {
        note("limit", capacityBytes);
        memory.limit(capacityBytes);
        return this;
    }

    /** Flips a bit of a file that is there, in memory and at rest. @param bit from 0 to 7 */
    public synchronized FaultyDisk flipBit(String name, long position, int bit) {
        history.append(".flipBit(\"").append(name).append("\", ").append(position).append(", ").append(bit).append(')');
        find(name, "flipBit").flipBit(position, bit);
        return this;
    }

    private void note(String call, long argument) {
        history.append('.').append(call).append('(').append(argument).append(')');
    }

    /** Operations begun, the one that the power cut hit included. */
    public synchronized long operations() {
        return operations;
    }

    /** Syncs begun, of files and of the directory: among which {@link #failSync} chooses. */
    public synchronized long syncs() {
        return faults.syncs();
    }

    /** Whether the power is gone. */
    public synchronized boolean isCut() {
        return cut;
    }

    /**
     * What is on the disk after the power went, as a disk of its own that knows no faults yet and may be cut again.
     * Without a power cut so far: as if it went now, while this disk goes on.
     */
    public synchronized FaultyDisk afterPowerCut(long seed, Survival survival) {
        if (!cut) {
            findStores();
        }
        SplittableRandom drawn = new SplittableRandom(seed);
        FaultyDisk after = new FaultyDisk(seed, history + ".afterPowerCut(" + seed + ", " + survival + ")");
        names.afterPowerCut(survival, drawn).forEach((name, contents) -> after.names.addDurable(name,
                new FaultyContents(after.memory.newBlob(name), contents.afterPowerCut(survival, drawn))));
        return after;
    }

    private void findStores() {
        mapped.forEach(contents -> contents.findStores(0, Long.MAX_VALUE));
    }

    @Override
    public synchronized Lock lock() {
        check();
        if (locked) {
            throw new EngineException.InUse("in use: disk=" + this + ", pid=" + ProcessHandle.current().pid());
        }
        locked = true;
        return new FaultyLock();
    }

    @Override
    public synchronized DiskFile open(String name) {
        return new FaultyFile(this, name, find(name, "open"));
    }

    @Override
    public synchronized DiskFile create(String name) {
        FileNames.check(name);
        check();
        if (names.live().containsKey(name)) {
            throw new EngineException.Io("create failed: file=" + name + ", cause=it exists", null);
        }
        FileNames.checkFolders(names.live().navigableKeySet(), name, "create");
        FaultyContents contents = new FaultyContents(memory.newBlob(name), new Image());
        change("", name, contents);
        return new FaultyFile(this, name, contents);
    }

    @Override
    public synchronized boolean exists(String name) {
        FileNames.check(name);
        check();
        return names.live().containsKey(name);
    }

    @Override
    public synchronized List<String> list() {
        check();
        return List.copyOf(names.live().keySet());
    }

    @Override
    public synchronized void rename(String from, String to) {
        FileNames.check(to);
        FaultyContents contents = find(from, "rename");
        FileNames.checkFolders(names.live().navigableKeySet(), to, "rename");
        FaultyContents replaced = names.live().get(to);
        change(from, to, contents);
        if (replaced != null && replaced != contents) {
            replaced.live().release();
        }
    }

    @Override
    public synchronized void delete(String name) {
        FaultyContents contents = find(name, "delete");
        change(name, "", contents);
        contents.live().release();
    }

    private void change(String from, String to, FaultyContents contents) {
        boolean cutsNow = cutsNow();
        names.change(from, to, contents, cutsNow);
        if (cutsNow) {
            throw powerCut(from.isEmpty() ? "creation of " + to : to.isEmpty() ? "deletion of " + from
                    : "renaming of " + from + " to " + to);
        }
    }

    private FaultyContents find(String name, String what) {
        FileNames.check(name);
        check();
        FaultyContents contents = names.live().get(name);
        if (contents == null) {
            throw new EngineException.Io(what + " failed: file=" + name + ", cause=no such file", null);
        }
        return contents;
    }

    @Override
    public synchronized void syncDirectory() {
        check();
        if (cutsNow()) {
            throw powerCut("sync of the directory");
        }
        if (faults.failsSync()) {
            names.failSync(random);
            throw new EngineException.Io("sync failed: folder=/, cause=injected", null);
        }
        names.sync();
    }

    @Override
    public synchronized void close() {
        closed = true;
        memory.close();
    }

    /** What this disk is made of and how far it got, in one line. */
    public synchronized String describe() {
        return this + " // operations=" + operations + (cut ? ", cut" : "");
    }

    @Override
    public synchronized String toString() {
        return history.toString();
    }

    /** Counts an operation. @return whether the power goes during this one */
    boolean cutsNow() {
        operations++;
        if (operations > cutAfter) {
            findStores();
            cut = true;
        }
        return cut;
    }

    PowerCut powerCut(String during) {
        return new PowerCut("power cut: operation=" + operations + ", during=" + during + ", disk=" + this);
    }

    void failIfCut() {
        if (cut) {
            throw powerCut("the time after");
        }
    }

    private void check() {
        if (closed) {
            throw new EngineException.Closed("disk " + this);
        }
        failIfCut();
    }

    Faults faults() {
        return faults;
    }

    SplittableRandom random() {
        return random;
    }

    void noteMapped(FaultyContents contents) {
        mapped.add(contents);
    }

    void unmap(FaultyContents contents, FaultyFile.FaultyMapping mapping) {
        contents.unmap(mapping, cut);
        if (!contents.isMapped()) {
            mapped.remove(contents);
        }
    }

    private final class FaultyLock implements Lock {

        private boolean held = true;

        @Override
        public void close() {
            synchronized (FaultyDisk.this) {
                if (held) {
                    held = false;
                    locked = false;
                }
            }
        }
    }
}
