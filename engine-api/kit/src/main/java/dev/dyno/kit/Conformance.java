package dev.dyno.kit;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Names;
import dev.dyno.kit.Rule.Strength;
import dev.dyno.kit.RuleResult.Status;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Runs rules from a program, without a test framework's launcher:
 *
 * <pre>{@code
 * ConformanceReport report = Conformance.of(provider).seed(7).rules("K", "Q3").run(result -> show(result));
 * }</pre>
 *
 * <p>A rule does the same alone as among all: its seed is mixed from the run's seed and its id. Immutable.
 */
public final class Conformance {

    private static final Consumer<RuleResult> NOBODY = result -> { };

    private final EngineProvider provider;
    private final long seed;
    private final Map<String, String> options;
    private final List<RuleTest> rules;

    private Conformance(EngineProvider provider, long seed, Map<String, String> options, List<RuleTest> rules) {
        this.provider = provider;
        this.seed = seed;
        this.options = Map.copyOf(options);
        this.rules = List.copyOf(rules);
    }

    /** All rules, the engine's default options, the seed that {@link EngineContract} has. */
    public static Conformance of(EngineProvider provider) {
        return new Conformance(provider, EngineContract.SEED, Map.of(), RuleTest.all());
    }

    public Conformance seed(long other) {
        return new Conformance(provider, other, options, rules);
    }

    public Conformance options(Map<String, String> others) {
        return new Conformance(provider, seed, others, rules);
    }

    /**
     * Only these.
     *
     * @param names ids ({@code K1}) or families ({@code K}, {@code keys}); none means all
     * @throws IllegalArgumentException for an unknown one, with the nearest there is
     */
    public Conformance rules(String... names) {
        List<RuleTest> all = RuleTest.all();
        List<RuleTest> chosen = new ArrayList<>();
        for (String name : names) {
            List<RuleTest> meant = all.stream().filter(rule -> isMeant(rule, name)).toList();
            if (meant.isEmpty()) {
                throw new IllegalArgumentException("no such rule: name=" + name + Names.suggest(name, names(all)));
            }
            chosen.addAll(meant);
        }
        return new Conformance(provider, seed, options, names.length == 0 ? all : chosen);
    }

    /** The rules that {@link #run} runs, in its order. */
    public List<RuleTest> chosen() {
        return rules;
    }

    /** Runs the rules one by one. @param listener told of each result at once, on this thread */
    public ConformanceReport run(Consumer<RuleResult> listener) {
        List<RuleResult> results = new ArrayList<>();
        for (RuleTest rule : rules) {
            RuleResult result = run(rule);
            results.add(result);
            listener.accept(result);
        }
        return new ConformanceReport(provider.name(), seed, results);
    }

    public ConformanceReport run() {
        return run(NOBODY);
    }

    private RuleResult run(RuleTest rule) {
        long start = System.nanoTime();
        OneRule contract = new OneRule(provider, options, seed);
        contract.begin(rule.id());
        Fixture fixture = contract.fixture();
        Throwable failure = invoke(rule, contract);
        try {
            contract.end();
        } catch (RuntimeException | Error e) {
            failure = failure == null ? e : failure;
        }
        Set<Capability> denied = EnumSet.noneOf(Capability.class);
        denied.addAll(fixture.denied());
        return new RuleResult(rule, status(rule, failure, !denied.isEmpty()), denied, failure, fixture.cases(),
                System.nanoTime() - start);
    }

    private static Throwable invoke(RuleTest rule, OneRule contract) {
        try {
            rule.method().invoke(contract);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (IllegalAccessException e) {
            throw new AssertionError("a rule must be public: rule=" + rule.id(), e);
        }
    }

    private static Status status(RuleTest rule, Throwable failure, boolean denied) {
        if (failure != null) {
            return rule.strength() == Strength.MUST ? Status.FAILED : Status.ADVISED;
        }
        return denied ? Status.DENIED : Status.PASSED;
    }

    private static boolean isMeant(RuleTest rule, String name) {
        return rule.id().equalsIgnoreCase(name) || rule.family().title().equals(name.toLowerCase(Locale.ROOT))
                || name.equalsIgnoreCase(String.valueOf(rule.family().letter()));
    }

    private static Set<String> names(List<RuleTest> all) {
        Set<String> names = new TreeSet<>();
        for (RuleTest rule : all) {
            names.add(rule.id());
            names.add(rule.family().title());
        }
        return names;
    }

    /** The contract of an engine that is given and not written down. */
    private static final class OneRule extends EngineContract {
        private final EngineProvider provider;
        private final Map<String, String> options;
        private final long seed;

        OneRule(EngineProvider provider, Map<String, String> options, long seed) {
            this.provider = provider;
            this.options = options;
            this.seed = seed;
        }

        @Override
        protected EngineProvider provider() {
            return provider;
        }

        @Override
        protected Map<String, String> options() {
            return options;
        }

        @Override
        protected long seed() {
            return seed;
        }
    }
}
