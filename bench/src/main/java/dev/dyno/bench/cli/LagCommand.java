package dev.dyno.bench.cli;

import dev.dyno.api.Engines;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.Layers;
import dev.dyno.bench.lag.ChangeLag;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "lag", sortOptions = false,
        header = "How soon a subscriber of a stream sees a change.",
        description = {"", "A writer replaces items of 256 bytes at a fixed rate while a subscriber polls the stream,",
                "both images in each record. The lag is from when a put began to when its record was read; below it,",
                "from when it should have begun, which has the engine's own stalls in it. It passes if half of the",
                "changes were seen within a millisecond.", ""},
        footer = {"", "Examples:", "  ./dyno lag btree", "  ./dyno lag lsm --capture ring --rate 200000",
                "", "The last line is: passed N of M"})
final class LagCommand implements Callable<Integer> {

    private static final double MICROS = 1_000;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    @ParentCommand
    private Main main;

    @Parameters(index = "0", paramLabel = "ENGINE", description = "Name of an engine; see ./dyno engines.")
    private String engine;

    @Option(names = "--capture", split = ",", paramLabel = "CAPTURE",
            description = "ring, log, outbox; default: ring,log.")
    private List<String> captures = List.of("ring", "log");

    @Option(names = "--rate", paramLabel = "N", description = "Puts a second; default: ${DEFAULT-VALUE}.")
    private int rate = 100_000;

    @Option(names = "--items", paramLabel = "N", description = "Items in the table; default: ${DEFAULT-VALUE}.")
    private int items = 100_000;

    @Option(names = "--time", paramLabel = "TIME", converter = DurationConverter.class,
            description = "Of each measurement, behind a warm-up half as long; default: 10s.")
    private Duration time = Duration.ofSeconds(10);

    @Option(names = "--limit-micros", paramLabel = "N",
            description = "That the median must keep; default: ${DEFAULT-VALUE}.")
    private long limitMicros = 1_000;

    @Override
    public Integer call() throws InterruptedException {
        if (captures.contains(LayerStack.NONE)) {
            throw new IllegalArgumentException("a subscriber sees nothing that is not captured: capture=none,"
                    + " allowed=ring, log, outbox");
        }
        int passed = 0;
        main.screen().line("%s · %,d items of 256 B · %,d puts/s for %d s · lag in microseconds", engine, items, rate,
                time.toSeconds());
        main.screen().line("%-8s %10s %10s %10s %10s %10s %12s  %s", "capture", "p50", "p90", "p99", "p99.9", "max",
                "changes", "of the rate");
        for (String capture : captures) {
            ChangeLag.Result result = new ChangeLag(
                    Layers.over(Engines.named(engine), List.of(Layers.STREAMS + "=" + capture)), items, rate,
                    time.dividedBy(2), time).run();
            Histogram lags = result.fromPut();
            main.screen().line("%-8s%s %,12d  %.2f", capture, cells(lags), lags.getTotalCount(), result.ratio());
            main.screen().line("%-8s%s", "  due", cells(result.fromDue()));
            if (result.gaps() > 0) {
                main.screen().line("  the ring overwrote what was not read yet: %,d times", result.gaps());
            }
            boolean soon = lags.getTotalCount() > 0 && lags.getValueAtPercentile(50) <= limitMicros * MICROS;
            passed += soon ? 1 : 0;
        }
        main.screen().line("passed %d of %d", passed, captures.size());
        return passed == captures.size() ? Exit.FINE : Exit.FAILED;
    }

    private static String cells(Histogram lags) {
        StringBuilder cells = new StringBuilder();
        for (double percentile : PERCENTILES) {
            cells.append(String.format(Locale.ROOT, " %,10.1f", lags.getValueAtPercentile(percentile) / MICROS));
        }
        return cells.toString();
    }
}
