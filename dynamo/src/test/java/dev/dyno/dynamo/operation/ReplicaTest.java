package dev.dyno.dynamo.operation;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.Engines;
import dev.dyno.api.Session;
import dev.dyno.api.Snapshot;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.ManualClock;
import dev.dyno.api.run.SeededWork;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A snapshot is open for as long as somebody reads at it, and no longer: the engine closes. */
class ReplicaTest {

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);

    @Test
    void aRequestKeepsItsSnapshotToItsEnd() {
        try (Engine engine = Engines.named("btree").open(EngineConfig.on(new MemoryDisk()).withClock(clock)
                .withWork(new SeededWork(1)))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession(); Replica replica = new Replica(engine, clock, 100)) {
                Table table = session.table("t");
                Replica.Hold early = replica.hold();
                Replica.Hold late = replica.hold();
                early.begin(session);
                Snapshot first = early.snapshot();
                clock.advance(TimeUnit.MILLISECONDS.toNanos(99));
                late.begin(session);
                assertSame(first, late.snapshot(), "not yet as old as the delay");
                late.end();
                clock.advance(TimeUnit.MILLISECONDS.toNanos(1));
                late.begin(session);
                Snapshot second = late.snapshot();
                assertNotSame(first, second);
                table.at(first);
                early.end();
                assertThrows(EngineException.Closed.class, () -> table.at(first));
                late.end();
                table.at(second);
                late.begin(session);
                late.renew();
                table.at(second);
                late.end();
                assertThrows(EngineException.Closed.class, () -> table.at(second));
            }
        }
    }
}
