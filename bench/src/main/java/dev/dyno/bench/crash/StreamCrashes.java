package dev.dyno.bench.crash;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.kit.crash.CrashStand;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Crashes an engine under streams again and again, and compares its streams with its items: whatever commits survived,
 * the records are those of exactly these, each once, and in the order of each item.
 *
 * <p>How it works: for each point of the disk at which the power goes, a life drawn from the seed runs until there,
 * once; then the engine is opened on what a kill leaves, on what is left when nothing unsynced is, on several torn
 * disks, and on torn disks where the power goes once more while it recovers. Each opening is one crash. Nothing but the
 * seed decides.
 *
 * @param options of the stack, by name; those not named are the provider's {@link EngineProvider#miniature}
 * @param operations of a life
 * @param crashes at least; points are spread over the whole life
 */
public record StreamCrashes(EngineProvider provider, Map<String, String> options, long seed, int operations,
        int crashes) {

    /** Of one life: how each crash ends. */
    private static final int KINDS = 10;
    private static final int TORN_AGAIN = 8;
    private static final int RECOVERY_OPERATIONS_MAX = 40;

    /**
     * @param records that were read and compared
     * @param failure the first, with what replays it; empty if there is none
     */
    public record Result(int crashes, int passed, long records, long diskOperations, String failure) { }

    public StreamCrashes {
        Map<String, String> small = new HashMap<>(provider.miniature());
        small.putAll(options);
        options = Map.copyOf(small);
    }

    /** Runs them all. @param progress told how many are done, now and then */
    public Result run(IntConsumer progress) {
        long length = undisturbed();
        int lives = (crashes + KINDS - 1) / KINDS;
        Tally tally = new Tally();
        for (int life = 0; life < lives; life++) {
            // Several passes over the same points are different lives.
            long pass = life / Math.max(1, length);
            long point = lives <= length ? life * length / lives : life % length;
            crash(seed + pass, point, Math.min(KINDS, crashes - tally.done), tally);
            progress.accept(tally.done);
        }
        return new Result(tally.done, tally.passed, tally.records, length, tally.failure);
    }

    /** What came of the crashes so far. */
    private static final class Tally {
        private int done;
        private int passed;
        private long records;
        private String failure = "";

        void add(Witness witness, String where) {
            done++;
            records += witness.records();
            passed += witness.failure().isEmpty() ? 1 : 0;
            if (!witness.failure().isEmpty() && failure.isEmpty()) {
                failure = where + ": " + witness.failure();
            }
        }
    }

    /** Operations on the disk of a life without a crash. */
    private long undisturbed() {
        try (CrashStand stand = stand(new FaultyDisk(seed), seed)) {
            new StreamLife(stand, seed, operations).live();
            return stand.disk().operations();
        }
    }

    /** One life up to a point, and what each kind of crash there leaves of it. */
    private void crash(long lifeSeed, long point, int kinds, Tally tally) {
        try (CrashStand stand = stand(new FaultyDisk(lifeSeed).cutAfter(point), lifeSeed)) {
            StreamLife life = new StreamLife(stand, lifeSeed, operations);
            RuntimeException failed = live(life);
            for (int kind = 0; kind < kinds; kind++) {
                tally.add(failed == null ? crash(stand.disk(), life, lifeSeed * 31 + point * 1_000_003L + kind, kind)
                        : new Witness(0, "it failed before the crash: " + failed),
                        "seed " + lifeSeed + ", point " + point + ", kind " + kind);
            }
        }
    }

    /** @return what ended it before the power did, or null */
    private static RuntimeException live(StreamLife life) {
        try {
            life.live();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private Witness crash(FaultyDisk cut, StreamLife life, long own, int kind) {
        Survival survival = switch (kind) {
            case 0 -> Survival.UNSYNCED_KEPT;
            case 1 -> Survival.UNSYNCED_LOST;
            default -> Survival.UNSYNCED_TORN;
        };
        try {
            FaultyDisk left = cut.afterPowerCut(own, survival);
            if (kind < TORN_AGAIN) {
                return check(left, life, survival);
            }
            try (CrashStand first = stand(left.cutAfter(own % RECOVERY_OPERATIONS_MAX), seed)) {
                StreamLife.openAndLeave(first);
                return check(left.afterPowerCut(~own, survival), life, survival);
            }
        } catch (RuntimeException | AssertionError e) {
            return new Witness(0, "it failed: " + e);
        }
    }

    private Witness check(FaultyDisk left, StreamLife life, Survival survival) {
        try (CrashStand stand = stand(left, seed)) {
            return life.check(stand, survival == Survival.UNSYNCED_KEPT);
        }
    }

    private CrashStand stand(FaultyDisk disk, long lifeSeed) {
        return new CrashStand(provider, options, disk, lifeSeed);
    }
}
