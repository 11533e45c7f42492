package dev.dyno.streams;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.api.disk.FaultyDisk.Survival;
import dev.dyno.log.LogEngineProvider;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import dev.dyno.streams.record.ViewType;
import org.junit.jupiter.api.Test;

/** The power goes at every operation of the disk, and again during recovery: no record lost, twice or out of order. */
class LogCrashTest {

    /** Small shards, so that they roll often. */
    private static final EngineProvider PROVIDER = Streaming.over(new LogEngineProvider(),
            StreamOptions.of(CaptureKind.LOG).withEveryTable(ViewType.NEW_AND_OLD_IMAGES).withShards(2)
                    .withShardBytes(8192));

    @Test
    void everyCutLeavesTheStreamOfWhatSurvived() {
        long operations = operations();
        assertTrue(operations > 100, "operations=" + operations);
        int simulated = 0;
        for (long cut = 0; cut <= operations; cut++) {
            try (FaultyDisk disk = new FaultyDisk(cut).cutAfter(cut)) {
                StreamCrash life = new StreamCrash(PROVIDER);
                life.run(disk);
                for (Survival survival : Survival.values()) {
                    for (int seed = 0; seed < (survival == Survival.UNSYNCED_TORN ? 8 : 1); seed++) {
                        try (FaultyDisk after = disk.afterPowerCut(seed, survival)) {
                            life.check(after, survival, "cut=" + cut + ", survival=" + survival + ", seed=" + seed
                                    + ", disk=" + disk);
                            simulated++;
                        }
                    }
                }
            }
        }
        assertTrue(simulated > 1000, "simulated=" + simulated);
    }

    @Test
    void aCutDuringRecoveryChangesNothing() {
        long operations = operations();
        for (long cut = 1; cut <= operations; cut += 5) {
            try (FaultyDisk disk = new FaultyDisk(cut).cutAfter(cut)) {
                StreamCrash life = new StreamCrash(PROVIDER);
                life.run(disk);
                for (int second = 0; second < 60; second += 4) {
                    try (FaultyDisk once = disk.afterPowerCut(cut, Survival.UNSYNCED_TORN).cutAfter(second)) {
                        openAndClose(once);
                        try (FaultyDisk twice = once.afterPowerCut(second, Survival.UNSYNCED_TORN)) {
                            life.check(twice, Survival.UNSYNCED_TORN, "second=" + second + ", disk=" + once);
                        }
                    }
                }
            }
        }
    }

    private static long operations() {
        try (FaultyDisk disk = new FaultyDisk(1)) {
            return new StreamCrash(PROVIDER).run(disk);
        }
    }

    private static void openAndClose(FaultyDisk disk) {
        try {
            PROVIDER.open(StreamCrash.config(disk)).close();
        } catch (FaultyDisk.PowerCut | EngineException.Failed expected) {
            assertTrue(disk.isCut(), expected.toString());
        }
    }
}
