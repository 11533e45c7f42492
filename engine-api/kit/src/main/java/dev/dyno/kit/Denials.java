package dev.dyno.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException.Unsupported;
import dev.dyno.api.ItemUpdater;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.api.disk.MemoryDisk;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.function.Executable;

/**
 * Tests that an engine refuses what it denies: {@link Unsupported}, naming the capability, with nothing written. A
 * capability that only promises more of an answer ({@link Capability#ZERO_COPY_READ}, {@link Capability#LOCAL}) has
 * nothing to refuse.
 */
final class Denials {

    private static final Key KEY = Key.of("denied", "item");
    private static final DirectBuffer VALUE = Items.bytes("value");

    private final Fixture fixture;

    Denials(Fixture fixture) {
        this.fixture = fixture;
    }

    void check(Capability denied) {
        Session session = fixture.session();
        Table table = session.table(Fixture.ITEMS);
        switch (denied) {
            case QUERY -> refused(denied, () -> table.query(Items.range("denied")));
            case QUERY_REVERSE -> refused(denied, () -> table.query(Items.range("denied").reverse(true)));
            case SCAN -> refused(denied, () -> table.scan(0, 1));
            case SNAPSHOT -> refused(denied, session::snapshot);
            case ATOMIC_BATCH -> refused(denied, () -> session.commit(batch(table, table), Durability.ENGINE));
            case ATOMIC_BATCH_ACROSS_PARTITIONS -> refused(denied,
                    () -> session.commit(batch(table, table, "elsewhere"), Durability.ENGINE));
            case ATOMIC_BATCH_ACROSS_TABLES -> refused(denied,
                    () -> session.commit(batch(table, session.table(Fixture.OTHER)), Durability.ENGINE));
            case CONDITION_PRESENCE -> {
                writeRefused(denied, table, new WriteOptions().ifAbsent());
                writeRefused(denied, table, new WriteOptions().ifPresent());
            }
            case CONDITION_SEQUENCE -> writeRefused(denied, table, new WriteOptions().ifSequence(0));
            case CONDITION_VALUE -> writeRefused(denied, table, new WriteOptions().ifValue(VALUE, 0, 5));
            case CONDITION_PREDICATE -> writeRefused(denied, table, new WriteOptions().ifMatches(item -> true));
            case RETURN_OLD -> writeRefused(denied, table, new WriteOptions().returnOld());
            case DURABLE_PROCESS -> levelRefused(denied, table, Durability.PROCESS);
            case DURABLE_SYNC -> levelRefused(denied, table, Durability.SYNC);
            case UPDATE -> refused(denied,
                    () -> table.update(KEY, (current, out) -> ItemUpdater.KEEP, WriteOptions.DEFAULT));
            case COMMIT_LISTENER -> elsewhere(denied, config -> config.withListener(new HeardChanges()));
            case INJECTED_DISK -> elsewhere(denied, config -> config.withDisk(new MemoryDisk()));
            case CHANGES_TABLES -> {
                refused(denied, () -> fixture.engine().createTable(TableSpec.sorted("more")));
                refused(denied, () -> fixture.engine().dropTable(Fixture.ITEMS));
            }
            case ZERO_COPY_READ, LOCAL -> { }
        }
    }

    private void writeRefused(Capability denied, Table table, WriteOptions options) {
        refused(denied, () -> table.put(KEY, VALUE, 0, VALUE.capacity(), options));
        refused(denied, () -> table.delete(KEY, options));
        assertEquals(Items.NONE, new Items(table, fixture).get(KEY), "a refused write must write nothing");
    }

    /** An engine whose level is chosen at open may have, opened at this one, what it denies now. */
    private void levelRefused(Capability denied, Table table, Durability level) {
        writeRefused(denied, table, new WriteOptions().durability(level));
        try (Ground ground = new Ground(fixture.provider(), fixture.seed());
                Engine opened = fixture.provider().open(ground.config().withDurability(level))) {
            assertTrue(opened.capabilities().contains(denied),
                    () -> "an engine that denies " + denied + " must refuse to be opened at " + level);
        } catch (Unsupported refusal) {
            assertTrue(meantBy(denied).contains(refusal.capability()), refusal::getMessage);
        }
    }

    private void refused(Capability denied, Executable operation) {
        fixture.count();
        Unsupported refusal = assertThrows(Unsupported.class, operation, () -> "an engine that denies " + denied
                + " must refuse it");
        assertTrue(meantBy(denied).contains(refusal.capability()),
                () -> "the refusal must name " + denied + ": " + refusal.getMessage());
        assertTrue(refusal.getMessage().contains(refusal.capability().name()), refusal::getMessage);
    }

    /** An open that must be refused, on a ground of its own. */
    private void elsewhere(Capability denied, UnaryOperator<EngineConfig> change) {
        try (Ground ground = new Ground(fixture.provider(), fixture.seed())) {
            EngineConfig config = ground.config().withDurability(Fixture.level(fixture.provider().capabilities()));
            refused(denied, () -> fixture.provider().open(change.apply(config)).close());
        }
    }

    /** Who denies a whole denies its parts, and may name the whole. */
    private static Set<Capability> meantBy(Capability denied) {
        return switch (denied) {
            case QUERY_REVERSE -> EnumSet.of(denied, Capability.QUERY);
            case ATOMIC_BATCH_ACROSS_PARTITIONS, ATOMIC_BATCH_ACROSS_TABLES ->
                    EnumSet.of(denied, Capability.ATOMIC_BATCH);
            case DURABLE_SYNC -> EnumSet.of(denied, Capability.DURABLE_PROCESS);
            default -> EnumSet.of(denied);
        };
    }

    private static WriteBatch batch(Table first, Table second) {
        return batch(first, second, "denied");
    }

    private static WriteBatch batch(Table first, Table second, String partition) {
        return new WriteBatch()
                .put(first, KEY, VALUE, 0, VALUE.capacity(), WriteOptions.DEFAULT)
                .put(second, Key.of(partition, "second"), VALUE, 0, VALUE.capacity(), WriteOptions.DEFAULT);
    }
}
