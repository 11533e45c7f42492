package dev.dyno.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.bench.peers.maps.MapdbProvider;
import dev.dyno.kit.Conformance;
import dev.dyno.kit.ConformanceReport;
import dev.dyno.kit.RuleResult;
import dev.dyno.kit.RuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The rules of the kit on the peer, at its default durability. */
class MapdbContractTest {

    /** Families side by side: its commits mostly wait for the disk, and one after another take a minute. */
    @Test
    void everyRuleHolds() throws ExecutionException, InterruptedException {
        List<Future<ConformanceReport>> families = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            RuleTest.all().stream().map(rule -> String.valueOf(rule.family().letter())).distinct()
                    .forEach(family -> families.add(threads.submit(
                            () -> Conformance.of(new MapdbProvider()).rules(family).run())));
        }
        List<RuleResult> failed = new ArrayList<>();
        int total = 0;
        for (Future<ConformanceReport> family : families) {
            failed.addAll(family.get().failed());
            total += family.get().total();
        }
        assertEquals(List.of(), failed);
        assertEquals(RuleTest.all().size(), total);
    }
}
