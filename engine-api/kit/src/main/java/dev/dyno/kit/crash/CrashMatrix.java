package dev.dyno.kit.crash;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.kit.crash.CrashResult.Column;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Crashes an engine at each operation on its disk and looks at what is left, in every mode of {@link CrashMode}.
 *
 * <p>How it works: a workload drawn from the seed runs once undisturbed, to count the operations on the disk. Then, for
 * each point and mode, it runs again on a disk that fails there; the engine is opened on what survives; and the oracle,
 * which followed the acknowledgements, says whether that is allowed. Nothing but the seed decides what happens, so
 * mode and point replay a failure.
 *
 * @param options of the engine, by name; those not named are the provider's {@link EngineProvider#miniature}
 * @param operations of the workload
 * @param points at most, in one mode; if there are more operations on the disk, they are drawn from the seed
 */
public record CrashMatrix(
        EngineProvider provider, Map<String, String> options, long seed, int operations, int points) {

    private static final int RECOVERY_OPERATIONS_MAX = 12;

    /** @param reached whether the fault was met */
    private record Trial(boolean reached, String failure) { }

    /** @throws EngineException.Unsupported if the engine does not work on a disk it is given */
    public CrashMatrix {
        Map<String, String> small = new HashMap<>(provider.miniature());
        small.putAll(options);
        options = Map.copyOf(small);
        if (!provider.capabilities().contains(Capability.INJECTED_DISK)) {
            throw new EngineException.Unsupported(provider.name(), Capability.INJECTED_DISK);
        }
    }

    public CrashResult run() {
        return run(EnumSet.allOf(CrashMode.class));
    }

    public CrashResult run(Set<CrashMode> modes) {
        CrashWorkload workload = CrashWorkload.draw(seed, operations, provider.capabilities());
        CrashRun undisturbed = new CrashRun(stand(new FaultyDisk(seed)), workload);
        undisturbed.liveAndClose();
        List<Column> columns = new ArrayList<>();
        for (CrashMode mode : modes) {
            columns.add(column(mode, workload, undisturbed));
        }
        return new CrashResult(provider.name(), seed, operations, points, undisturbed.diskOperations(), columns,
                declared(), observed(columns));
    }

    /** One point of one mode. @return what is wrong, or the empty string */
    public String replay(CrashMode mode, long point) {
        CrashWorkload workload = CrashWorkload.draw(seed, operations, provider.capabilities());
        CrashRun undisturbed = new CrashRun(stand(new FaultyDisk(seed)), workload);
        undisturbed.liveAndClose();
        return trial(mode, point, workload, undisturbed).failure();
    }

    private Column column(CrashMode mode, CrashWorkload workload, CrashRun undisturbed) {
        int ok = 0;
        int failed = 0;
        int skipped = 0;
        long firstPoint = -1;
        String firstFailure = "";
        for (long point : pointsOf(mode, undisturbed)) {
            Trial trial = trial(mode, point, workload, undisturbed);
            if (!trial.failure().isEmpty()) {
                if (failed++ == 0) {
                    firstPoint = point;
                    firstFailure = trial.failure();
                }
            } else if (trial.reached()) {
                ok++;
            } else {
                skipped++;
            }
        }
        return new Column(mode, ok, failed, skipped, firstPoint, firstFailure);
    }

    private long[] pointsOf(CrashMode mode, CrashRun undisturbed) {
        return switch (mode) {
            case KILL, LOST, TORN, RECOVERY -> some(undisturbed.diskOperations(), mode);
            case SYNC_ERROR -> some(undisturbed.syncs(), mode);
            case FULL, FLIP -> LongStream.range(0, points).toArray();
        };
    }

    /** All of 0 to {@code all - 1}, or as many of them as are asked for. */
    private long[] some(long all, CrashMode mode) {
        return all <= points ? LongStream.range(0, all).toArray()
                : new SplittableRandom(seed + mode.ordinal()).longs(0, all).distinct().limit(points).sorted().toArray();
    }

    private Trial trial(CrashMode mode, long point, CrashWorkload workload, CrashRun undisturbed) {
        long own = seed * 31 + mode.ordinal() * 1_000_003L + point;
        FaultyDisk disk = new FaultyDisk(own);
        try (CrashStand stand = stand(disk)) {
            CrashRun life = new CrashRun(stand, workload);
            switch (mode) {
                case KILL, LOST, TORN, RECOVERY -> {
                    disk.cutAfter(point);
                    life.live(() -> { });
                }
                case SYNC_ERROR -> life.live(() -> disk.failSync(point + 1));
                case FULL -> {
                    long room = undisturbed.finalBytes() - undisturbed.setupBytes();
                    life.live(() -> disk.limit(undisturbed.setupBytes() + room * point / points));
                }
                case FLIP -> life.live(() -> { });
            }
            boolean reached = mode != CrashMode.FULL || life.errors() > 0;
            return new Trial(reached, life.failure().isEmpty() ? judge(mode, own, disk, life) : life.failure());
        } catch (RuntimeException | AssertionError e) {
            return new Trial(true, "before the crash: " + e);
        }
    }

    private String judge(CrashMode mode, long own, FaultyDisk disk, CrashRun life) {
        CrashCheck check = new CrashCheck(life.oracle());
        Survival survival = switch (mode) {
            case KILL -> Survival.UNSYNCED_KEPT;
            case LOST, FLIP -> Survival.UNSYNCED_LOST;
            case TORN, RECOVERY, SYNC_ERROR, FULL -> Survival.UNSYNCED_TORN;
        };
        FaultyDisk left = disk.afterPowerCut(own, survival);
        switch (mode) {
            case FLIP -> {
                if (!BitFlip.one(left, own)) {
                    return "";
                }
                try (CrashStand stand = stand(left)) {
                    return check.afterDamage(stand);
                }
            }
            case RECOVERY -> {
                try (CrashStand stand = stand(left)) {
                    String failure = check.interruptedRecovery(stand, new SplittableRandom(own).nextInt(
                            RECOVERY_OPERATIONS_MAX));
                    if (!failure.isEmpty()) {
                        return failure;
                    }
                    try (CrashStand second = stand(left.afterPowerCut(~own, survival))) {
                        return check.afterCrash(second, life.oracle().syncFloor());
                    }
                }
            }
            default -> {
                boolean kill = mode == CrashMode.KILL;
                try (CrashStand stand = stand(left)) {
                    return check.afterCrash(stand,
                            kill ? life.oracle().processFloor() : life.oracle().syncFloor());
                }
            }
        }
    }

    private CrashStand stand(FaultyDisk disk) {
        return new CrashStand(provider, options, disk, seed);
    }

    private Durability declared() {
        Set<Capability> can = provider.capabilities();
        return can.contains(Capability.DURABLE_SYNC) ? Durability.SYNC
                : can.contains(Capability.DURABLE_PROCESS) ? Durability.PROCESS : Durability.MEMORY;
    }

    /** A kill that loses acknowledged writes leaves MEMORY; a power cut that does leaves PROCESS. */
    private Durability observed(List<Column> columns) {
        Durability observed = declared();
        for (Column column : columns) {
            if (column.failed() > 0 && column.mode() == CrashMode.KILL) {
                return Durability.MEMORY;
            }
            if (column.failed() > 0 && column.mode() != CrashMode.FLIP && observed == Durability.SYNC) {
                observed = Durability.PROCESS;
            }
        }
        return observed;
    }
}
