package dev.dyno.kit.script;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import java.util.List;
import java.util.Optional;

/**
 * Runs a script on an engine and on an oracle, step by step, and stops at the first answer that differs. An exception
 * that the SPI does not define is an answer that differs.
 */
public final class ScriptRunner {

    private final Opener engine;
    private final Opener oracle;
    private final boolean versions;

    /**
     * @param engine opens an empty engine first, then what it left
     * @param oracle likewise; it is right by definition
     * @param versions whether the engine has {@link Capability#CONDITION_SEQUENCE}: then sequences are compared, too
     */
    public ScriptRunner(Opener engine, Opener oracle, boolean versions) {
        this.engine = engine;
        this.oracle = oracle;
        this.versions = versions;
    }

    /** A runner whose oracle is an engine in memory that keeps its state over a reopen. */
    public static ScriptRunner against(Engine model, Opener engine, boolean versions) {
        return new ScriptRunner(engine, Opener.lasting(model), versions);
    }

    public Optional<Difference> run(Script script) {
        try (ScriptSide right = new ScriptSide(oracle, versions)) {
            ScriptSide tested = new ScriptSide(engine, versions);
            Optional<Difference> found = compare(script, right, tested);
            try {
                tested.close();
            } catch (RuntimeException | AssertionError e) {
                // An engine that answered wrongly may well fail to close; the first difference is the one to show.
                return found.isPresent() ? found : Optional.of(new Difference(script.operations().size(),
                        Operation.Service.CLOSE, "done", e.getClass().getSimpleName() + ": " + e.getMessage()));
            }
            return found;
        }
    }

    private static Optional<Difference> compare(Script script, ScriptSide right, ScriptSide tested) {
        right.create(script.impliedTables());
        tested.create(script.impliedTables());
        List<Operation> operations = script.operations();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            String expected = right.run(i, operation);
            String got = answer(tested, i, operation);
            if (!expected.equals(got)) {
                return Optional.of(new Difference(i, operation, expected, got));
            }
        }
        return Optional.empty();
    }

    private static String answer(ScriptSide tested, int index, Operation operation) {
        try {
            return tested.run(index, operation);
        } catch (RuntimeException | AssertionError e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
