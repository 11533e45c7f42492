package dev.dyno.kit.crash;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.disk.FaultyDisk.PowerCut;
import dev.dyno.kit.script.Operation;
import dev.dyno.kit.script.ScriptSide;

/**
 * One life: runs a workload until it ends or the power goes, and tells the oracle what was acknowledged. After the
 * first error of the world it tries a few more writes, because an engine that lies does it then.
 */
final class CrashRun {

    private static final int TRIES_AFTER_ERROR = 3;

    private final CrashStand stand;
    private final CrashWorkload workload;
    private final CrashOracle oracle = new CrashOracle();
    private String failure = "";
    private int errors;
    private long setupBytes;
    private long finalBytes;
    private long diskOperations;
    private long syncsAtSetup;
    private long syncs;

    CrashRun(CrashStand stand, CrashWorkload workload) {
        this.stand = stand;
        this.workload = workload;
    }

    CrashOracle oracle() {
        return oracle;
    }

    /** What was wrong before the crash, or the empty string. */
    String failure() {
        return failure;
    }

    /** How many operations ended in an error of the world. */
    int errors() {
        return errors;
    }

    /** Bytes of all files when the tables were made, and at the end. */
    long setupBytes() {
        return setupBytes;
    }

    long finalBytes() {
        return finalBytes;
    }

    /** On the disk, until the workload or the power ended. */
    long diskOperations() {
        return diskOperations;
    }

    /** Of them, after the tables were made: which of them could fail. */
    long syncs() {
        return syncs - syncsAtSetup;
    }

    /** {@link #live} without faults, and the stand's end. */
    void liveAndClose() {
        try (stand) {
            live(() -> { });
        }
    }

    /** @param afterSetup injects faults once the tables are there */
    void live(Runnable afterSetup) {
        ScriptSide side = null;
        try {
            side = new ScriptSide(stand::open, false);
            for (int i = 0; i < workload.operations().size() && errors < TRIES_AFTER_ERROR; i++) {
                if (i == 2) {
                    setupBytes = bytesOnDisk();
                    syncsAtSetup = stand.disk().syncs();
                    afterSetup.run();
                }
                step(side, i);
            }
            if (errors > 0) {
                failure = readsAfterError(side);
            }
            finalBytes = bytesOnDisk();
        } catch (PowerCut expected) {
            // What this is about.
        } finally {
            diskOperations = stand.disk().operations();
            syncs = stand.disk().syncs();
            if (side != null && !stand.disk().isCut()) {
                // A clean close would make everything durable; the power goes first.
                stand.disk().cutAfter(stand.disk().operations());
            }
            if (side != null) {
                CrashStand.abandon(side);
            }
        }
    }

    private void step(ScriptSide side, int index) {
        Operation operation = workload.operations().get(index);
        if (operation == Operation.Service.SYNC && !has(side.engine(), Capability.DURABLE_SYNC)) {
            return;
        }
        try {
            String answer = side.run(index, operation);
            Engine engine = side.engine();
            if (answer.equals("no such table") || answer.equals("table exists")) {
                // The error before this one took, or did not take, the table away: nothing happened now.
                return;
            }
            // What changed nothing made no commit, so there is none to be durable.
            Durability level = answer.equals("no change") ? Durability.MEMORY : level(operation, engine);
            oracle.acknowledged(operation, level, engine.committedSequence(),
                    has(engine, Capability.DURABLE_SYNC) ? engine.durableSequence() : 0);
        } catch (PowerCut e) {
            oracle.unknown(operation);
            throw e;
        } catch (EngineException.Full | EngineException.Failed | EngineException.Io e) {
            oracle.unknown(operation);
            errors++;
        }
    }

    /** The level that an answer of success promises. */
    private static Durability level(Operation operation, Engine engine) {
        Durability own = has(engine, Capability.DURABLE_PROCESS) ? Durability.PROCESS : Durability.MEMORY;
        return switch (operation) {
            case Operation.Put put -> put.how().durability().or(own);
            case Operation.Delete delete -> delete.how().durability().or(own);
            case Operation.Batch batch -> batch.durability().or(own);
            case Operation.CreateTable create -> tableLevel(engine, own);
            case Operation.DropTable drop -> tableLevel(engine, own);
            case Operation.Service service ->
                    service == Operation.Service.SYNC ? Durability.SYNC : Durability.MEMORY;
            default -> Durability.MEMORY;
        };
    }

    /** Tables are made and dropped durably, as far as anything of the engine is durable. */
    private static Durability tableLevel(Engine engine, Durability own) {
        return has(engine, Capability.DURABLE_SYNC) ? Durability.SYNC : own;
    }

    /** Reads go on after an error: of what was read before it, unless a write in doubt may have changed it. */
    private String readsAfterError(ScriptSide side) {
        try {
            CrashState.Reading reading = CrashState.read(side.engine());
            return oracle.latestStates().contains(reading.items()) ? ""
                    : "after an error reads differ: " + oracle.judge(reading.items(), oracle.syncFloor());
        } catch (EngineException e) {
            return "after an error a read failed: " + e;
        }
    }

    private long bytesOnDisk() {
        long bytes = 0;
        for (String name : stand.disk().list()) {
            try (var file = stand.disk().open(name)) {
                bytes += file.size();
            }
        }
        return bytes;
    }

    private static boolean has(Engine engine, Capability capability) {
        return engine.capabilities().contains(capability);
    }
}
