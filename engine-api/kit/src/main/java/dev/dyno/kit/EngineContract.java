package dev.dyno.kit;

import dev.dyno.api.EngineProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The one class that the author of an engine extends:
 *
 * <pre>{@code
 * class MyEngineTest extends EngineContract {
 *     protected EngineProvider provider() { return new MyEngineProvider(); }
 * }
 * }</pre>
 *
 * <p>It has one test for each rule of {@code docs/rules.md}. Each gets a fresh ground and an engine opened on it
 * (inside {@link dev.dyno.kit.strict.StrictEngine}); after each, {@code verify()} must be clean and no memory left. A
 * rule that needs a capability which the engine denies tests the refusal instead. The seed is in every failure's
 * message; {@code -Ddyno.seed=N} sets it.
 */
@ExtendWith(RuleFailures.class)
public abstract class EngineContract implements KeyRules, ReadRules, WriteRules, BatchRules, ConditionRules,
        QueryRules, CursorRules, SnapshotRules, LifetimeRules, ListenerRules, DurabilityRules, DamageRules,
        DiskFaultRules, CrashRules, ParallelRules, PropertyRules {

    static final long SEED = 8_127_731;

    private Fixture fixture;

    protected abstract EngineProvider provider();

    /** Options to open it with, by name. */
    protected Map<String, String> options() {
        return Map.of();
    }

    /** The seed of the run. */
    protected long seed() {
        return Long.getLong("dyno.seed", SEED);
    }

    /**
     * Whether a rule is expected to hold. An engine in the making answers for those it keeps so far: the others are
     * tested too, and shown as skipped when they fail.
     *
     * @param rule its id: {@code K1}
     */
    protected boolean keeps(String rule) {
        return true;
    }

    @Override
    public final Fixture fixture() {
        return fixture;
    }

    @BeforeEach
    final void beginTest(TestInfo test) {
        begin(RuleTest.idOf(test.getTestMethod().orElseThrow()));
    }

    @AfterEach
    final void endTest() {
        end();
    }

    /** Mixes the rule into the seed, so that a rule alone does what it does among all. */
    final void begin(String rule) {
        fixture = new Fixture(provider(), options(), seed() * 31 + rule.hashCode());
    }

    final void end() {
        fixture.close();
    }
}
