package dev.dyno.kit;

import dev.dyno.api.Capability;
import dev.dyno.api.CommitListener;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification;
import dev.dyno.api.disk.Disk;
import dev.dyno.kit.strict.StrictEngine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What one rule stands on: a fresh ground, the engine opened on it (wrapped in {@link StrictEngine}), sessions, the
 * seed that every random choice comes from, and a count of what was checked. {@link #close} runs the engine's own
 * {@code verify()} and looks for leaks.
 *
 * <p>A fresh ground has three tables, made before any session: {@link #ITEMS} and {@link #OTHER}, sorted, and
 * {@link #FLAT}, unsorted.
 *
 * <p>Confined to the rule's thread, but for {@link #newSession} and {@link #count}.
 */
public final class Fixture implements AutoCloseable {

    public static final String ITEMS = "items";
    public static final String OTHER = "other";
    public static final String FLAT = "flat";

    private final EngineProvider provider;
    private final Map<String, String> options;
    private final long seed;
    private final RandomGenerator random;
    private final Set<Capability> denied = EnumSet.noneOf(Capability.class);
    private final List<Session> sessions = new ArrayList<>();
    private final AtomicLong cases = new AtomicLong();
    private Ground ground;
    private Engine engine;
    private Session session;

    /**
     * @param options of the engine, by name
     * @param seed of every random choice of this rule
     */
    public Fixture(EngineProvider provider, Map<String, String> options, long seed) {
        this.provider = provider;
        this.options = Map.copyOf(options);
        this.seed = seed;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public EngineProvider provider() {
        return provider;
    }

    public long seed() {
        return seed;
    }

    public RandomGenerator random() {
        return random;
    }

    /** The engine, strict; opened on a fresh ground on first use. */
    public Engine engine() {
        return engine == null ? start(UnaryOperator.identity()) : engine;
    }

    /** A session of the rule's own thread, opened on first use. */
    public Session session() {
        engine();
        if (session == null) {
            session = newSession();
        }
        return session;
    }

    /** One more session of the calling thread; closed with the fixture at the latest. */
    public Session newSession() {
        Session opened = engine().openSession();
        synchronized (sessions) {
            sessions.add(opened);
        }
        return opened;
    }

    /** Throws the ground away and opens the engine on a fresh one, with its three tables. */
    public Engine start(UnaryOperator<EngineConfig> change) {
        stop();
        closeGround();
        ground = new Ground(provider, seed);
        return openWithTables(change);
    }

    /** {@link #start} with a listener. */
    public Engine start(CommitListener listener) {
        return start(config -> config.withListener(listener));
    }

    /** An engine without the strict wrapper and without tables, on a fresh ground. The caller closes it. */
    public Engine startBare(UnaryOperator<EngineConfig> change) {
        stop();
        closeGround();
        return openBare(change);
    }

    /** {@link #start} on a disk of the rule's own, for engines with {@link Capability#INJECTED_DISK}. */
    public Engine startOn(Disk disk) {
        stop();
        closeGround();
        ground = new Ground(disk, seed);
        return openWithTables(UnaryOperator.identity());
    }

    /** Closes the engine cleanly and opens it again on the same ground. */
    public Engine reopen(UnaryOperator<EngineConfig> change) {
        stop();
        engine = open(change);
        return engine;
    }

    /** Opens the engine on another disk that has its files: what a power cut left. */
    public Engine reopenOn(Disk disk) {
        stop();
        closeGround();
        ground = new Ground(disk, seed);
        engine = open(UnaryOperator.identity());
        return engine;
    }

    public Engine reopen() {
        return reopen(UnaryOperator.identity());
    }

    /** Opens an engine on the rule's ground. The caller closes it. */
    public Engine open(UnaryOperator<EngineConfig> change) {
        return new StrictEngine(openBare(change));
    }

    /** {@link #open} without the strict wrapper: for rules on what the wrapper would hide. */
    public Engine openBare(UnaryOperator<EngineConfig> change) {
        return provider.open(change.apply(config()));
    }

    /** How the engine is opened: the given options, {@link #level}, this ground. */
    public EngineConfig config() {
        return configOn(ground());
    }

    /** The same on another ground. */
    EngineConfig configOn(Ground other) {
        return other.config().withOptions(options).withDurability(level(provider.capabilities()));
    }

    public Map<String, String> options() {
        return options;
    }

    /** The disk of the rule's ground. */
    public Disk disk() {
        return ground().disk();
    }

    /** Bytes that the engine holds off the heap. */
    public long outstandingBytes() {
        return ground().memory().outstandingBytes();
    }

    /** What an engine is opened at if nothing else is asked for: {@code PROCESS}, or less if it denies that. */
    public static Durability level(Set<Capability> capabilities) {
        return capabilities.contains(Capability.DURABLE_PROCESS) ? Durability.PROCESS : Durability.MEMORY;
    }

    /** Closes sessions and, after its own {@code verify()}, the engine; the ground stays. */
    public void stop() {
        closeSessions();
        if (engine != null) {
            Engine closing = engine;
            engine = null;
            if (closing.state() == Engine.State.OPEN) {
                Verification found = closing.verify();
                if (!found.clean()) {
                    throw new AssertionError("verify() found: " + found.violations());
                }
            }
            closeIfAble(closing);
        }
    }

    /** Whether the engine denies any of these; each refusal is then tested, once per rule. */
    public boolean lacks(Capability... needed) {
        boolean lacking = false;
        for (Capability capability : needed) {
            if (!engine().capabilities().contains(capability)) {
                lacking = true;
                if (denied.add(capability)) {
                    new Denials(this).check(capability);
                }
            }
        }
        return lacking;
    }

    public boolean can(Capability capability) {
        return engine().capabilities().contains(capability);
    }

    /** Denials that this rule met and tested. */
    public Set<Capability> denied() {
        return denied;
    }

    /** Counts one case: one answer compared. Threads: any. */
    public void count() {
        cases.incrementAndGet();
    }

    public long cases() {
        return cases.get();
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            closeGround();
        }
    }

    /** A failed engine cannot close cleanly, and may say so. */
    private static void closeIfAble(Engine closing) {
        boolean failed = closing.state() == Engine.State.FAILED;
        try {
            closing.close();
        } catch (EngineException.Failed e) {
            if (!failed) {
                throw e;
            }
        }
    }

    private Engine openWithTables(UnaryOperator<EngineConfig> change) {
        engine = open(change);
        engine.createTable(TableSpec.sorted(ITEMS));
        engine.createTable(TableSpec.sorted(OTHER));
        engine.createTable(TableSpec.unsorted(FLAT));
        return engine;
    }

    private Ground ground() {
        if (ground == null) {
            ground = new Ground(provider, seed);
        }
        return ground;
    }

    private void closeSessions() {
        synchronized (sessions) {
            sessions.forEach(Session::close);
            sessions.clear();
        }
        session = null;
    }

    private void closeGround() {
        if (ground != null) {
            ground.close();
            ground = null;
        }
    }
}
