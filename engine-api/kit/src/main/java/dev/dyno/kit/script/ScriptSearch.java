package dev.dyno.kit.script;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Looks for a script that fails and shrinks it to one from which nothing can be left out. All from one seed: the same
 * seed finds the same script. Lists are drawn and shrunk by jqwik; the loop is greedy, because each trial opens an
 * engine and a shorter script in a second is worth more than the shortest in a minute.
 *
 * @param scripts how many are tried
 * @param operations at most, in one script
 * @param seed of the first; each has its own, drawn from it
 */
public record ScriptSearch(Arbitrary<List<Operation>> arbitrary, int scripts, int operations, long seed) {

    private static final int SHRINKS_MAX = 3_000;

    /**
     * A script that fails.
     *
     * @param drawn how many operations it had before it was shrunk
     */
    public record Found(Script script, int drawn, Difference difference) {

        /** The script with both answers on its last line, the keys concerned, and how to run it again. */
        public String describe(String engine, String file) {
            List<Operation> operations = script.operations();
            StringBuilder text = new StringBuilder(
                    "shrunk from " + drawn + " operations to " + operations.size() + ":\n");
            for (int i = 0; i < operations.size(); i++) {
                boolean fails = i == difference.index();
                text.append("    ").append(fails ? difference.line() : operations.get(i).text()).append('\n');
            }
            if (difference.index() >= operations.size()) {
                text.append("    ").append(difference.line()).append('\n');
            }
            String keys = difference.keys();
            return text + (keys.isEmpty() ? "" : "keys     " + keys + "\n")
                    + "replay   ./dyno verify " + engine + " --script " + file;
        }
    }

    /** @param trial runs a script and tells the first difference */
    public Optional<Found> run(Function<Script, Optional<Difference>> trial) {
        Object[] found = {Optional.empty()};
        JqwikSession.run(() -> found[0] = search(trial));
        @SuppressWarnings("unchecked")
        Optional<Found> result = (Optional<Found>) found[0];
        return result;
    }

    private Optional<Found> search(Function<Script, Optional<Difference>> trial) {
        Random seeds = new Random(seed);
        RandomGenerator<List<Operation>> generator = arbitrary.generator(scripts);
        for (int i = 0; i < scripts; i++) {
            long own = seeds.nextLong();
            Shrinkable<List<Operation>> drawn = generator.next(new Random(own));
            Optional<Difference> difference = trial.apply(new Script(own, drawn.value()));
            if (difference.isPresent()) {
                return Optional.of(shrink(own, drawn, difference.get(), trial));
            }
        }
        return Optional.empty();
    }

    private static Found shrink(long own, Shrinkable<List<Operation>> drawn, Difference first,
            Function<Script, Optional<Difference>> trial) {
        Shrinkable<List<Operation>> best = drawn;
        Difference difference = first;
        int[] left = {SHRINKS_MAX};
        for (boolean better = true; better && left[0] > 0; ) {
            better = false;
            for (Shrinkable<List<Operation>> next : (Iterable<Shrinkable<List<Operation>>>) best.shrink()::iterator) {
                if (--left[0] < 0) {
                    break;
                }
                Optional<Difference> still = trial.apply(new Script(own, next.value()));
                if (still.isPresent()) {
                    best = next;
                    difference = still.get();
                    better = true;
                    break;
                }
            }
        }
        List<Operation> kept = best.value();
        List<Operation> upToFailure = kept.subList(0, Math.min(kept.size(), difference.index() + 1));
        return new Found(new Script(own, upToFailure), drawn.value().size(), difference);
    }
}
