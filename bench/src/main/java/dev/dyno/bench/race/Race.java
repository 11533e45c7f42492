package dev.dyno.bench.race;

import dev.dyno.api.EngineProvider;
import dev.dyno.api.run.Clock;
import dev.dyno.bench.Plugins;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.report.EngineEntry.Role;
import dev.dyno.bench.report.MachineFacts;
import dev.dyno.bench.report.Refusal.Kind;
import dev.dyno.bench.report.ReportPage;
import dev.dyno.bench.report.ResultTable;
import dev.dyno.bench.report.RunRecord;
import dev.dyno.bench.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The comparison of engines: gate, plan, rounds of forks, record and report.
 *
 * <p>Threads: {@link #run} on one. A shutdown hook, run when a person presses Ctrl-C, ends the fork and writes down
 * what was finished; {@link #finish} is done once, by whoever comes first.
 */
public final class Race {

    private static final String WORK = "work";

    private final RaceSettings settings;
    private final RaceScreen screen;
    private final Path work;
    private final TimeKeeper time;
    private final RaceBook book = new RaceBook();
    private RaceRecord record;
    private boolean finished;

    /**
     * @param out where the plan, the progress and the table go
     * @param terminal whether that is one, so that a line may be rewritten
     */
    public Race(RaceSettings settings, PrintStream out, boolean terminal) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.screen = new RaceScreen(Objects.requireNonNull(out, "out"), terminal);
        this.work = settings.out().resolve(WORK);
        this.time = new TimeKeeper(Clock.SYSTEM, settings.budget().toSeconds());
    }

    /** Why an engine takes part. */
    public static Role role(EngineProvider engine) {
        return Entrants.role(engine);
    }

    /**
     * Runs the whole race; the last line it prints is {@code report: DIR/report.html}.
     *
     * @return false if an engine failed its rules or answered wrongly
     * @throws IllegalArgumentException for names that are none, with the nearest right one; nothing was run
     */
    public boolean run() throws IOException {
        settings.data().forEach(DataSpec::checkName);
        settings.workloads().forEach(Workload::named);
        Plugins.install(settings.plugins());
        List<Entrant> entrants = new Entrants(settings).choose();
        Storage.remove(work);
        Files.createDirectories(work);
        Map<String, String> machine = MachineFacts.gather(work);
        Thread hook = Thread.ofPlatform().unstarted(this::interrupted);
        try (PrintStream log = new PrintStream(
                Files.newOutputStream(settings.out().resolve("race.log")), true, StandardCharsets.UTF_8)) {
            start(entrants, machine);
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                race(pass(entrants), log);
            } finally {
                // Interrupted, the hook is at work and does the rest.
                if (!book.closed()) {
                    Runtime.getRuntime().removeShutdownHook(hook);
                    finish();
                }
            }
        }
        return !book.anyFailed();
    }

    private synchronized void start(List<Entrant> entrants, Map<String, String> machine) {
        record = new RaceRecord(settings, entrants, machine);
    }

    /** The engines whose rules hold. */
    private List<Entrant> pass(List<Entrant> all) {
        Gate gate = new Gate(settings.workloads().stream().map(Workload::named).toList());
        List<Entrant> entrants = able(all);
        List<Entrant> passed = new ArrayList<>();
        List<Gate.Verdict> verdicts = gate.checkAll(entrants);
        for (int i = 0; i < entrants.size(); i++) {
            Entrant entrant = entrants.get(i);
            Gate.Verdict verdict = verdicts.get(i);
            record.gate(entrant, verdict);
            if (verdict.failure().isEmpty()) {
                passed.add(entrant);
            } else {
                screen.line("REFUSED   " + entrant.name() + ": " + verdict.failure());
                book.refuse(entrant.name(), Kind.FAILED, verdict.failure());
            }
        }
        screen.line(String.format("gate      %d of %d engines passed their rules in %s", passed.size(), entrants.size(),
                RaceScreen.duration(time.elapsedSeconds())));
        return passed;
    }

    /** Those whose engine can carry the layers. */
    private List<Entrant> able(List<Entrant> all) {
        List<Entrant> able = new ArrayList<>();
        for (Entrant entrant : all) {
            if (entrant.lacks().isEmpty()) {
                able.add(entrant);
            } else {
                book.refuse(entrant.name(), Kind.DENIED, "the engine leaves out " + entrant.lacks());
            }
        }
        return able;
    }

    private void race(List<Entrant> entrants, PrintStream log) throws IOException {
        if (entrants.isEmpty()) {
            return;
        }
        double gateSeconds = time.finishedGate();
        int forgetful = (int) entrants.stream().filter(entrant -> !entrant.keepsItems()).count();
        RacePlan plan = new Planner(settings, entrants.size(), forgetful, gateSeconds).plan();
        screen.plan(plan, entrants, settings);
        Map<String, DataSpec> data = new LinkedHashMap<>();
        for (String name : settings.data()) {
            if (!plan.heats(name).isEmpty()) {
                long items = name.equals(DataSpec.YCSB) ? plan.items() : settings.items();
                data.put(name, DataSpec.prepare(name, items, settings.valueBytes(), work));
            }
        }
        Forks forks = new Forks(Heap.bytesFor(data.values()), settings.plugins(), work, log);
        record.plan(plan, forks.jvmFlags());
        new Rounds(settings, plan, entrants, data, forks, book, screen, time, work).run();
    }

    private void interrupted() {
        book.close();
        Forks.kill();
        finish();
    }

    private synchronized void finish() {
        if (finished) {
            return;
        }
        finished = true;
        RunRecord all = record.toRunRecord(book);
        Path page = settings.out().resolve("report.html");
        try {
            all.write(settings.out().resolve("run.json"));
            ReportPage.write(all, page);
            Storage.remove(work);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the result: folder=" + settings.out(), e);
        }
        screen.line("");
        screen.line(ResultTable.render(all));
        screen.line("report: " + page);
    }
}
