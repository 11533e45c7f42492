package dev.dyno.bench.doctor;

import dev.dyno.bench.report.MachineFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks at everything, in a few seconds. */
public final class Doctor {

    private final Path directory;

    /** @param directory where engines will keep their files; measured for space and syncs, left as it was */
    public Doctor(Path directory) {
        this.directory = directory;
    }

    /** @param progress gets each check as soon as it is known */
    public List<Check> examine(Consumer<Check> progress) {
        List<Check> all = new ArrayList<>();
        Consumer<Check> each = check -> {
            all.add(check);
            progress.accept(check);
        };
        SystemChecks system = new SystemChecks(MachineFacts.gather(directory));
        system.all().forEach(each);
        each.accept(ClockCheck.measure(system.fact("clockSource")));
        DiskCheck disk = new DiskCheck(directory, system.fact("fileSystem"));
        each.accept(disk.space());
        each.accept(disk.sync());
        each.accept(NoiseCheck.processor());
        each.accept(NoiseCheck.memory());
        return all;
    }

    /** The worst verdict of all. */
    public static Check.Verdict overall(List<Check> checks) {
        return checks.stream().map(Check::verdict).max(Check.Verdict::compareTo).orElse(Check.Verdict.OK);
    }
}
