package dev.dyno.kit.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.Conformance;
import dev.dyno.kit.RuleResult;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.kit.tiny.TinyBug;
import dev.dyno.kit.tiny.TinyProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each mutant is killed by the rule it names, and what it mutates is not. */
class MutantsTest {

    private record Case(EngineProvider mutant, EngineProvider sane, String rule) { }

    @TestFactory
    Stream<DynamicTest> eachMutantIsKilledByItsRule() {
        return cases().stream().map(one -> DynamicTest.dynamicTest(one.rule() + " kills " + one.mutant(), () -> {
            assertEquals(RuleResult.Status.PASSED, run(one.sane(), one.rule()),
                    one.rule() + " must spare " + one.sane().name());
            assertEquals(RuleResult.Status.FAILED, run(one.mutant(), one.rule()),
                    one.rule() + " must kill " + one.mutant());
        }));
    }

    private static RuleResult.Status run(EngineProvider provider, String rule) {
        return Conformance.of(provider).rules(rule).run().results().getFirst().status();
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Class<?> group : List.of(QueryMutants.class, ReadMutants.class, WriteMutants.class,
                ListenerMutants.class)) {
            for (Class<?> type : group.getDeclaredClasses()) {
                if (!type.isAnnotationPresent(KilledBy.class)) {
                    continue;
                }
                cases.add(new Case(make(type), new ModelEngineProvider(), type.getAnnotation(KilledBy.class).value()));
            }
        }
        Arrays.stream(TinyBug.values()).filter(bug -> bug != TinyBug.NONE).forEach(bug ->
                cases.add(new Case(new TinyProvider(bug), new TinyProvider(), killer(bug))));
        return cases;
    }

    private static EngineProvider make(Class<?> type) {
        try {
            return (EngineProvider) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("a mutant must be made without arguments: " + type, e);
        }
    }

    private static String killer(TinyBug bug) {
        try {
            return TinyBug.class.getField(bug.name()).getAnnotation(KilledBy.class).value();
        } catch (NoSuchFieldException e) {
            throw new AssertionError("a constant must have its field: bug=" + bug, e);
        }
    }
}
