package dev.dyno.kit.crash;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.Session;
import dev.dyno.api.Verification;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.FaultyDisk;
import dev.dyno.kit.script.Operation.ItemKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** Opens what a crash left and says what is wrong with it. */
final class CrashCheck {

    private final CrashOracle oracle;

    CrashCheck(CrashOracle oracle) {
        this.oracle = oracle;
    }

    /**
     * Everything that must hold on an undamaged disk: promises kept, batches whole, verify() clean, scan as gets,
     * writes accepted again, and the same state after one more open.
     *
     * @param floor the first step that may be the last to survive
     * @return what is wrong, or the empty string
     */
    String afterCrash(CrashStand stand, int floor) {
        Map<String, String> expected;
        try (Engine engine = stand.open()) {
            CrashState.Reading found = CrashState.read(engine);
            String wrong = found.corruptions() > 0 ? "reads are refused as corrupt, on a disk that only lost power"
                    : found.contradiction().isEmpty() ? oracle.judge(found.items(), floor) : found.contradiction();
            if (wrong.isEmpty()) {
                wrong = verify(engine);
            }
            if (!wrong.isEmpty()) {
                return wrong;
            }
            expected = write(engine, found.items());
        } catch (RuntimeException | AssertionError e) {
            return "opening or using what the crash left failed: " + e;
        }
        try (Engine engine = stand.open()) {
            CrashState.Reading again = CrashState.read(engine);
            boolean kept = engine.capabilities().contains(Capability.DURABLE_PROCESS);
            return !kept || again.items().equals(expected) ? verify(engine)
                    : "recovered, written to, closed cleanly and opened again, the state is another";
        } catch (RuntimeException | AssertionError e) {
            return "the second open after the crash failed: " + e;
        }
    }

    /** Opens what a crash left while the power goes again. @return what is wrong, or the empty string */
    String interruptedRecovery(CrashStand stand, long diskOperations) {
        stand.disk().cutAfter(diskOperations);
        try {
            Engine engine = stand.open();
            stand.disk().cutAfter(stand.disk().operations());
            CrashStand.abandon(engine);
            return "";
        } catch (FaultyDisk.PowerCut expected) {
            return "";
        } catch (RuntimeException | AssertionError e) {
            return "opening what the crash left failed: " + e;
        }
    }

    /**
     * What must hold on a damaged disk: the damage is told, or it changes nothing. The one exception is the last synced
     * write, because there bit rot looks like a torn tail.
     */
    String afterDamage(CrashStand stand) {
        try (Engine engine = stand.open()) {
            CrashState.Reading found = CrashState.read(engine);
            Verification verification = engine.verify();
            if (found.corruptions() > 0 || !verification.clean()) {
                return "";
            }
            return oracle.judge(found.items(), oracle.syncFloorBefore());
        } catch (EngineException.Corrupt | EngineException.Incompatible told) {
            return "";
        } catch (RuntimeException | AssertionError e) {
            return "damage was answered with " + e;
        }
    }

    private static String verify(Engine engine) {
        Verification verification = engine.verify();
        return verification.clean() ? "" : "verify() after the crash: " + verification.violations().getFirst();
    }

    /** @return the state with what was written, if the tables are there */
    private static Map<String, String> write(Engine engine, Map<String, String> state) {
        Map<String, String> after = new HashMap<>(state);
        if (!state.containsKey(CrashWorkload.FIRST)) {
            return after;
        }
        boolean sync = engine.capabilities().contains(Capability.DURABLE_SYNC);
        ItemKey key = CrashWorkload.keys().getFirst();
        UnsafeBuffer value = new UnsafeBuffer("after the crash".getBytes(StandardCharsets.US_ASCII));
        try (Session session = engine.openSession()) {
            session.table(CrashWorkload.FIRST).put(key.toKey(), value, 0, value.capacity(),
                    new WriteOptions().durability(sync ? Durability.SYNC : Durability.ENGINE));
        }
        after.put(CrashOracle.name(CrashWorkload.FIRST, key), "after the crash");
        return after;
    }
}
