package dev.dyno.bench.race;

import dev.dyno.bench.workload.Workload;
import dev.dyno.kit.EngineContract;
import dev.dyno.kit.Fixture;
import dev.dyno.kit.Rule.Strength;
import dev.dyno.kit.RuleTest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * No number without a pass: runs the kit's rules that the workloads rely on, before anything is measured. The first
 * MUST that does not hold keeps the engine out.
 */
final class Gate {

    /** Rules take milliseconds; one that is still running after so long hangs. */
    private static final long RULE_SECONDS = 60;
    private static final long SEED = Rounds.SEED;

    /**
     * What the rules said.
     *
     * @param failure empty, or the rule and what it saw
     */
    record Verdict(int passed, int checks, String failure) {
        static final Verdict NONE = new Verdict(0, 0, "");
    }

    private final List<RuleTest> rules;

    /** @param workloads that will be run; none: all */
    Gate(List<Workload> workloads) {
        List<Workload> run = workloads.isEmpty() ? List.of(Workload.values()) : workloads;
        this.rules = RuleTest.all().stream()
                .filter(rule -> rule.strength() == Strength.MUST)
                .filter(rule -> run.stream()
                        .anyMatch(workload -> workload.ruleFamilies().indexOf(rule.family().letter()) >= 0))
                .toList();
    }

    Verdict check(Entrant entrant) {
        int passed = 0;
        for (RuleTest rule : rules) {
            String failure = check(entrant, rule);
            if (!failure.isEmpty()) {
                return new Verdict(passed, passed + 1, "rule " + rule.id() + " (" + rule.title() + "): " + failure
                        + "; see ./dyno verify " + entrant.name() + " --rule " + rule.id());
            }
            passed++;
        }
        return new Verdict(passed, passed, "");
    }

    /** On a thread of its own, which is left behind if the rule hangs. */
    private static String check(Entrant entrant, RuleTest rule) {
        FutureTask<String> task = new FutureTask<>(() -> run(entrant, rule));
        Thread.ofPlatform().daemon().name("gate " + rule.id()).start(task);
        try {
            return task.get(RULE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "did not end, seconds=" + RULE_SECONDS;
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String run(Entrant entrant, RuleTest rule) throws IllegalAccessException {
        try (Fixture fixture = new Fixture(entrant.provider(), entrant.options(), SEED)) {
            rule.method().invoke(subject(fixture));
            return "";
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        }
    }

    /** All families over one fixture: their methods are default methods, whichever families the kit has. */
    private static Object subject(Fixture fixture) {
        Class<?>[] families = EngineContract.class.getInterfaces();
        return Proxy.newProxyInstance(Gate.class.getClassLoader(), families, (proxy, method, arguments) ->
                method.getName().equals("fixture") ? fixture
                        : InvocationHandler.invokeDefault(proxy, method, arguments));
    }
}
