package dev.dyno.bench.race;

import dev.dyno.bench.workload.Workload;
import dev.dyno.kit.Conformance;
import dev.dyno.kit.Rule.Strength;
import dev.dyno.kit.RuleResult;
import dev.dyno.kit.RuleTest;
import java.util.ArrayList;
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

    /** The verdicts in the order of the engines, all of them at work at once: rules mostly wait for the disk. */
    List<Verdict> checkAll(List<Entrant> entrants) {
        List<FutureTask<Verdict>> tasks = new ArrayList<>();
        for (Entrant entrant : entrants) {
            FutureTask<Verdict> task = new FutureTask<>(() -> check(entrant));
            Thread.ofPlatform().daemon().name("gate " + entrant.name()).start(task);
            tasks.add(task);
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (FutureTask<Verdict> task : tasks) {
            try {
                verdicts.add(task.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("the gate itself failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted at the gate", e);
            }
        }
        return verdicts;
    }

    Verdict check(Entrant entrant) {
        int passed = 0;
        for (RuleTest rule : rules) {
            String failure = check(entrant, rule);
            if (!failure.isEmpty()) {
                return new Verdict(passed, passed + 1, "rule " + rule.id() + " (" + rule.title() + "): " + failure
                        + "; see ./dyno verify " + entrant.replay() + " --rule " + rule.id());
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

    private static String run(Entrant entrant, RuleTest rule) {
        RuleResult result = Conformance.of(entrant.provider()).options(entrant.options()).seed(SEED)
                .rules(rule.id()).run().results().getFirst();
        return result.passed() ? "" : result.failureText();
    }
}
