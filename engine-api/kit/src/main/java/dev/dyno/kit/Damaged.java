package dev.dyno.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineException.Corrupt;
import dev.dyno.api.EngineException.Incompatible;
import dev.dyno.api.EngineException.NoSuchTable;
import dev.dyno.api.Session;
import dev.dyno.api.disk.Disk;
import dev.dyno.kit.strict.StrictEngine;
import java.util.function.Consumer;

/**
 * What an engine left after {@link #COMMITS} puts of one item each, a checkpoint in the middle, and a clean close; and
 * the checks of what it makes of that after damage.
 */
record Damaged(Fixture fixture, DiskImage image) {

    static final int COMMITS = 60;

    static Damaged write(Fixture fixture) {
        fixture.start(config -> config);
        Items items = new Items(fixture.session().table(Fixture.ITEMS), fixture);
        for (int i = 0; i < COMMITS; i++) {
            items.put("p", "s" + i, value(i));
            if (i == COMMITS / 2) {
                fixture.engine().checkpoint();
            }
        }
        fixture.stop();
        return new Damaged(fixture, DiskImage.of(fixture.disk()));
    }

    /**
     * Reported at open or by a read, or all items are there.
     *
     * @param tail commits that may be missing at the end, because damage there looks like a write that was torn
     */
    void checkReportedOrWhole(DiskImage damaged, int tail, String what) {
        int found = survivors(damaged, what);
        if (found < COMMITS - tail) {
            throw new AssertionError(what + ": commits vanished without a word: found=" + found + ", of=" + COMMITS);
        }
    }

    /** Reported at open or by a read, or the items of the first so many commits are there and no later ones. */
    void checkReportedOrEarlier(DiskImage damaged, String what) {
        survivors(damaged, what);
    }

    /** Opens the engine on a disk; a refused open or a use that throws leaves no memory behind. */
    void open(Disk disk, Consumer<Engine> use) {
        try (Ground ground = new Ground(disk, fixture.seed())) {
            EngineConfig config = ground.config().withOptions(fixture.config().options())
                    .withDurability(fixture.config().durability());
            Engine engine = new StrictEngine(fixture.provider().open(config));
            try {
                use.accept(engine);
            } finally {
                closeAnyhow(engine);
            }
        }
    }

    /** How many of the first commits are there; all of them if the damage was reported. */
    private int survivors(DiskImage damaged, String what) {
        fixture.count();
        int[] found = {0};
        try (Disk disk = damaged.toDisk()) {
            open(disk, engine -> found[0] = prefix(engine, what));
        } catch (Corrupt | Incompatible reported) {
            return COMMITS;
        } catch (EngineException | IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException
                | NullPointerException | ArithmeticException | NegativeArraySizeException e) {
            throw new AssertionError(what + ": damage must be reported as Corrupt or Incompatible, not " + e, e);
        }
        return found[0];
    }

    private int prefix(Engine engine, String what) {
        try (Session session = engine.openSession()) {
            Items items = new Items(session.table(Fixture.ITEMS), fixture);
            int found = 0;
            boolean ended = false;
            for (int i = 0; i < COMMITS; i++) {
                String value = items.get("p", "s" + i);
                if (value.equals(Items.NONE)) {
                    ended = true;
                } else {
                    assertEquals(value(i), value, what + ": a wrong value was served");
                    if (ended) {
                        throw new AssertionError(what + ": commit " + i + " is there, an earlier one is not");
                    }
                    found++;
                }
            }
            return found;
        } catch (NoSuchTable beforeTheFirstTable) {
            return 0;
        }
    }

    private static void closeAnyhow(Engine engine) {
        try {
            engine.close();
        } catch (Corrupt | Incompatible | EngineException.Failed alreadyReported) {
            return;
        }
    }

    private static String value(int i) {
        return ("value " + i + " ").repeat(1 + i % 5 * 20);
    }
}
