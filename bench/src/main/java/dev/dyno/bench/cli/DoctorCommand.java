package dev.dyno.bench.cli;

import dev.dyno.bench.doctor.Check;
import dev.dyno.bench.doctor.Check.Verdict;
import dev.dyno.bench.doctor.Doctor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "doctor", sortOptions = false,
        header = "Is this machine fit to measure, and how finely.",
        description = {"", "Looks at the JDK, cores, memory, load, governor, huge pages, clock, disk and noise; takes",
                "a few seconds. Exit code 3 when figures from this machine would mislead.", ""},
        footer = {"", "Examples:",
                "  ./dyno doctor",
                "  ./dyno doctor --dir /mnt/fast     the disk that a race with --out there would use",
                "  ./dyno doctor --json"})
final class DoctorCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where engines would keep files; default: the checkout.")
    private Path directory;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Path folder = directory == null ? main.home() : directory.toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no such directory: dir=" + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new Unfit("cannot write: directory=" + folder + "; choose another with --dir");
        }
        List<Check> checks = new Doctor(folder).examine(check -> {
            if (!json) {
                show(check);
            }
        });
        Verdict overall = Doctor.overall(checks);
        if (json) {
            print(checks, overall);
        } else {
            summary(checks, overall);
        }
        return overall == Verdict.UNFIT ? Exit.UNFIT : Exit.FINE;
    }

    private void show(Check check) {
        String verdict = String.format("%-5s", check.verdict().name().toLowerCase(Locale.ROOT));
        Screen screen = main.screen();
        String coloured = switch (check.verdict()) {
            case OK -> screen.good(verdict);
            case WARN -> screen.strong(verdict);
            case UNFIT -> screen.bad(verdict);
        };
        screen.out().println(coloured + "  " + String.format("%-16s", check.name()) + "  " + check.found());
        if (!check.advice().isEmpty()) {
            screen.out().println(" ".repeat(25) + screen.faint(check.advice()));
        }
    }

    private void summary(List<Check> checks, Verdict overall) {
        long warnings = checks.stream().filter(check -> check.verdict() == Verdict.WARN).count();
        main.screen().line(switch (overall) {
            case OK -> "fit to measure";
            case WARN -> "fit to measure, with " + warnings + (warnings == 1 ? " caveat" : " caveats");
            case UNFIT -> "unfit to measure";
        });
    }

    private void print(List<Check> checks, Verdict overall) {
        List<Map<String, String>> list = new ArrayList<>();
        for (Check check : checks) {
            Map<String, String> each = new LinkedHashMap<>();
            each.put("name", check.name());
            each.put("verdict", check.verdict().name().toLowerCase(Locale.ROOT));
            each.put("found", check.found());
            each.put("advice", check.advice());
            list.add(each);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("verdict", overall.name().toLowerCase(Locale.ROOT));
        all.put("checks", list);
        main.screen().out().println(Json.text(all));
    }
}
