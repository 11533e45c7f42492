package dev.dyno.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dyno.api.Durability;
import dev.dyno.api.run.Clock;
import dev.dyno.bench.serve.ServeOptions;
import dev.dyno.bench.serve.Served;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageViewsTest {

    private static final ServeOptions CACHED = new ServeOptions("btree", Map.of(), "", Durability.MEMORY, "log",
            "16MiB", PolicyKind.LRU, "", "us-east-1");

    @Test
    void theAggregateThatFollowsTheStreamEqualsTheTable() throws IOException {
        List<Throwable> faults = new ArrayList<>();
        List<String> story = new ArrayList<>();
        try (Served served = Served.open(CACHED, HttpOptions.STANDARD.withPort(0), Clock.SYSTEM,
                faults::add); PageViews application = new PageViews(served, 7, story::add)) {
            PageViews.Totals totals = application.run(300);
            assertEquals(300, totals.table().sum());
            assertEquals(totals.table(), totals.aggregate(), String.join("\n", story));
        }
        assertEquals(List.of(), faults);
    }
}
