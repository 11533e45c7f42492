package dev.dyno.kit;

import static dev.dyno.api.Capability.DURABLE_PROCESS;
import static dev.dyno.api.Capability.DURABLE_SYNC;
import static dev.dyno.api.Capability.INJECTED_DISK;

import dev.dyno.kit.crash.CrashMatrix;
import dev.dyno.kit.crash.CrashMode;
import dev.dyno.kit.crash.CrashResult;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/**
 * X: what a crash leaves. Each rule is one column of a small {@link CrashMatrix}; {@code ./dyno crash ENGINE} runs the
 * large one.
 */
public interface CrashRules extends RuleFamily {

    int CRASH_OPERATIONS = 60;
    int CRASH_POINTS = 24;

    @Test
    @Rule("X1")
    default void x1_aKilledProcessKeepsWhatWasAcknowledgedAtProcess() {
        if (!lacks(INJECTED_DISK, DURABLE_PROCESS)) {
            check(CrashMode.KILL);
        }
    }

    @Test
    @Rule("X2")
    default void x2_aPowerCutKeepsWhatWasAcknowledgedAtSync() {
        if (!lacks(INJECTED_DISK, DURABLE_SYNC)) {
            check(CrashMode.LOST);
        }
    }

    @Test
    @Rule("X3")
    default void x3_tornAndReorderedWritesAreNeverServed() {
        if (!lacks(INJECTED_DISK, DURABLE_PROCESS)) {
            check(CrashMode.TORN);
        }
    }

    @Test
    @Rule("X4")
    default void x4_aCrashDuringRecoveryChangesNothing() {
        if (!lacks(INJECTED_DISK, DURABLE_PROCESS)) {
            check(CrashMode.RECOVERY);
        }
    }

    @Test
    @Rule("X5")
    default void x5_aFailedSyncIsNeverCalledDurable() {
        if (!lacks(INJECTED_DISK, DURABLE_SYNC)) {
            check(CrashMode.SYNC_ERROR);
        }
    }

    @Test
    @Rule("X6")
    default void x6_aFullDiskLosesNothingAcknowledged() {
        if (!lacks(INJECTED_DISK, DURABLE_PROCESS)) {
            check(CrashMode.FULL);
        }
    }

    @Test
    @Rule("X7")
    default void x7_aFlippedBitIsReportedOrWithoutEffect() {
        if (!lacks(INJECTED_DISK, DURABLE_PROCESS)) {
            check(CrashMode.FLIP);
        }
    }

    private void check(CrashMode mode) {
        CrashMatrix matrix = new CrashMatrix(fixture().provider(), fixture().options(), fixture().seed(),
                CRASH_OPERATIONS, CRASH_POINTS);
        CrashResult result = matrix.run(EnumSet.of(mode));
        for (int i = 0; i < result.total(); i++) {
            fixture().count();
        }
        if (!result.clean()) {
            throw new AssertionError(mode.title() + ": " + result.columns().getFirst().cell() + "\n"
                    + result.failures());
        }
    }
}
