package dev.dyno.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.kit.RuleResult.Status;
import dev.dyno.kit.model.ModelEngineProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConformanceTest {

    private final Conformance model = Conformance.of(new ModelEngineProvider());

    @Test
    void everyRuleHoldsForTheModel() {
        List<String> told = new ArrayList<>();
        ConformanceReport report = model.run(result -> told.add(result.id()));
        assertEquals(List.of(), report.failed());
        assertTrue(report.total() >= 55, () -> "rules: " + report.total());
        assertEquals(model.chosen().stream().map(RuleTest::id).toList(), told);
    }

    @Test
    void rulesAreChosenByIdAndByFamily() {
        assertEquals(List.of("K1"), model.rules("k1").chosen().stream().map(RuleTest::id).toList());
        assertTrue(model.rules("K").chosen().stream().allMatch(rule -> rule.family() == Family.KEYS));
        assertEquals(model.rules("keys").chosen(), model.rules("K").chosen());
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> model.rules("quries"));
        assertTrue(refusal.getMessage().contains("'queries'"), refusal::getMessage);
    }

    @Test
    void aDenialIsTestedAndReported() {
        RuleResult result = model.rules("D1").run().results().getFirst();
        assertEquals(Status.DENIED, result.status());
        assertEquals(Set.of(Capability.DURABLE_PROCESS), result.denied());
        assertTrue(result.cases() > 0);
    }

    @Test
    void titlesAreTheNamesOfTheTests() {
        assertEquals("keys are ordered by unsigned bytes", model.rules("K1").chosen().getFirst().title());
    }
}
