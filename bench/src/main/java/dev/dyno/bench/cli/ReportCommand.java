package dev.dyno.bench.cli;

import dev.dyno.bench.report.ReportPage;
import dev.dyno.bench.report.ResultTable;
import dev.dyno.bench.report.RunRecord;
import dev.dyno.bench.report.RunUnion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./dyno report}: the table and the page of one race, or of several side by side. */
@Command(name = "report", sortOptions = false, showDefaultValues = true,
        header = "Makes the table and the page again, from one race or from several side by side.",
        description = {"", "Several runs of one machine become one report: other workloads are added, and where runs "
                + "differ in the number of items the growth is shown. A cell that several have comes from the last."},
        footer = {"", "Example:", "  ./dyno report results/1m results/10m --out results/both"})
final class ReportCommand implements Callable<Integer> {

    private static final String RECORD = "run.json";

    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "A run.json, or the folder of one.")
    private List<Path> runs;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where report.html and run.json go.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        List<RunRecord> records = new ArrayList<>();
        for (Path run : runs) {
            Path file = Files.isDirectory(run) ? run.resolve(RECORD) : run;
            if (!Files.exists(file)) {
                throw new IllegalArgumentException("no such run: file=" + file);
            }
            records.add(RunRecord.read(file));
        }
        RunRecord all = RunUnion.of(records);
        Files.createDirectories(out);
        all.write(out.resolve(RECORD));
        Path page = out.resolve("report.html");
        ReportPage.write(all, page);
        main.screen().line(ResultTable.render(all));
        main.screen().line("report: " + page);
        return Exit.FINE;
    }
}
