package dev.dyno.bench.cli;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.EngineStats;
import dev.dyno.api.Engines;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.run.ThreadWork;
import dev.dyno.api.run.Work;
import dev.dyno.bench.report.ResultTable;
import dev.dyno.bench.report.RunRecord;
import dev.dyno.core.stats.CountersWatch;
import dev.dyno.dynamo.Dynamo;
import dev.dyno.dynamo.operation.IndexCheck;
import dev.dyno.dynamo.table.Catalogue;
import dev.dyno.streams.Streaming;
import dev.dyno.streams.capture.CaptureKind;
import dev.dyno.streams.capture.StreamOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Parameters;

@Command(name = "look", sortOptions = false,
        header = "Look inside: an engine's files, annotated bytes, its structure, or a run.",
        description = {"", "A directory is listed; a file is dumped with every field annotated; a run.json (or the",
                "folder of one) is shown as a table. Nothing is changed, except that --shape and --indexes open the",
                "engine, and opening recovers.", ""},
        footer = {"", "Examples:",
                "  ./dyno look data                     which files, of which engine, kind and version",
                "  ./dyno look data/00000001.log        every field of a file",
                "  ./dyno look data --shape             the structure as a tree",
                "  ./dyno look data --indexes           are DynamoDB's indexes what their tables make of them",
                "  ./dyno look data --counters          what an engine in another process counts right now",
                "  ./dyno look results/2026-11-23-race  the table of a run",
                "  ./dyno look --simulate lsm --policy tiered --items 100M",
                "                                       levels and amplifications over time, without data"})
final class LookCommand implements Callable<Integer> {

    private static final String RUN_FILE = "run.json";
    private static final int FOLDERS_UP_MAX = 3;

    @ParentCommand
    private Main main;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR|FILE|RUN", description = "What to look at.")
    private Path target;

    @Option(names = "--simulate", paramLabel = "ENGINE",
            description = "Simulate an engine's structure without data: lsm.")
    private String simulated = "";

    @Mixin
    private LsmSimulation lsm;

    @Option(names = "--shape", description = "Open the engine on the directory and print its structure.")
    private boolean shape;

    @Option(names = "--indexes",
            description = "Open the engine and prove DynamoDB's indexes consistent with their tables.")
    private boolean indexes;

    @Option(names = "--counters", description = "Print the counters of an engine that runs in another process.")
    private boolean counters;

    @Option(names = "--engine", paramLabel = "NAME",
            description = "The engine, where its files do not say; else it is read from them.")
    private String engine = "";

    @Override
    public Integer call() throws IOException {
        if (!simulated.isEmpty()) {
            return simulate();
        }
        if (target == null) {
            throw new IllegalArgumentException("what to look at is missing: give a directory, a file or a run");
        }
        if (!Files.exists(target)) {
            throw new IllegalArgumentException("no such file or directory: path=" + target.toAbsolutePath());
        }
        if (Files.isDirectory(target)) {
            if (counters) {
                return counters();
            }
            if (shape) {
                return shape();
            }
            if (indexes) {
                return indexes();
            }
            return Files.exists(target.resolve(RUN_FILE)) ? run(target.resolve(RUN_FILE)) : list();
        }
        if (shape || counters || indexes) {
            throw new IllegalArgumentException(
                    "--shape, --indexes and --counters need the directory of an engine: file=" + target);
        }
        return target.toString().endsWith(".json") ? run(target) : dump();
    }

    private int simulate() {
        if (!simulated.equals("lsm")) {
            throw new IllegalArgumentException("only lsm can be simulated: engine=" + simulated);
        }
        lsm.print(main.screen());
        return Exit.FINE;
    }

    /** Read from the file that the engine keeps mapped: nothing is opened, locked or changed. */
    private int counters() {
        try (Disk disk = FileDisk.at(target); CountersWatch watch = new CountersWatch(disk)) {
            EngineStats stats = watch.read();
            main.screen().line("engine %s", watch.engine());
            for (EngineStats.Counter counter : EngineStats.Counter.values()) {
                if (stats.has(counter)) {
                    main.screen().line("%-24s %,20d  %s", counter, stats.get(counter), counter.meaning());
                }
            }
            return Exit.FINE;
        }
    }

    private int run(Path file) throws IOException {
        main.screen().out().print(ResultTable.render(RunRecord.read(file)));
        return Exit.FINE;
    }

    private int list() {
        TextTable table = new TextTable().row("file", "bytes", "engine", "kind", "version", "");
        boolean damaged = false;
        try (Headers headers = new Headers(target)) {
            if (headers.names().isEmpty()) {
                throw new IllegalArgumentException("no files here: directory=" + target.toAbsolutePath());
            }
            for (String name : headers.names()) {
                String bytes = String.format(java.util.Locale.ROOT, "%,d", headers.bytes(name));
                try {
                    FileHeader header = headers.read(name);
                    table.row(name, bytes, header.engine(), header.kind(), "" + header.version(), known(header));
                } catch (EngineException.Corrupt e) {
                    damaged = true;
                    table.row(name, bytes, "", "", "", e.getMessage());
                } catch (EngineException.Incompatible e) {
                    table.row(name, bytes, "", "", "", "without a header of Dyno");
                }
            }
        }
        table.lines().forEach(main.screen().out()::println);
        return damaged ? Exit.FAILED : Exit.FINE;
    }

    private static String known(FileHeader header) {
        boolean known = Engines.all().stream().anyMatch(provider -> provider.name().equals(header.engine()));
        return known ? "" : "no engine of this name here (--plugin?)";
    }

    /** A file's name counts from the engine's root, which may be some folders up. */
    private int dump() {
        Path file = target.toAbsolutePath().normalize();
        Dump dump = new Dump();
        try (Headers headers = new Headers(file.getParent())) {
            String name = file.getFileName().toString();
            EngineProvider provider = Engines.named(engine.isEmpty() ? headers.read(name).engine() : engine);
            Path root = file.getParent();
            for (int up = 0; up < FOLDERS_UP_MAX && root != null; up++) {
                if (dump(provider, root, root.relativize(file).toString().replace('\\', '/'), dump)) {
                    main.screen().out().print(dump);
                    return Exit.FINE;
                }
                root = root.getParent();
            }
            headers.dump(name, dump);
            dump.heading("the engine shows no more of a file of this kind: engine=" + provider.name());
        }
        main.screen().out().print(dump);
        return Exit.FINE;
    }

    private static boolean dump(EngineProvider provider, Path root, String name, Dump dump) {
        try (Disk disk = FileDisk.at(root)) {
            return provider.dump(disk, name, dump);
        }
    }

    private int shape() {
        return opened(engineHere -> {
            main.screen().out().print(engineHere.describe().toText());
            return Exit.FINE;
        });
    }

    private int indexes() {
        return opened(engineHere -> {
            if (engineHere.tables().stream().noneMatch(table -> table.name().equals(Catalogue.SYSTEM_TABLE))) {
                throw new IllegalArgumentException("no tables of DynamoDB here: directory=" + target.toAbsolutePath());
            }
            try (Dynamo dynamo = Dynamo.open(engineHere)) {
                IndexCheck.Report report = dynamo.checkIndexes();
                main.screen().out().println(report);
                return report.isConsistent() ? Exit.FINE : Exit.FAILED;
            }
        });
    }

    private int opened(ToIntFunction<Engine> look) {
        EngineProvider provider = Engines.named(engine.isEmpty() ? engineOfFiles() : engine);
        main.screen().err().println("opening " + target.toAbsolutePath() + " with " + provider.name()
                + ": recovery runs, and may write");
        try (Disk disk = FileDisk.at(target); Work work = new ThreadWork();
                Engine opened = streamed(provider, disk).open(
                        EngineConfig.on(disk).withWork(work).withDurability(level(provider)))) {
            return look.applyAsInt(opened);
        }
    }

    /** With the streams that are there: recovery without them may let commits go that they have not seen. */
    private static EngineProvider streamed(EngineProvider provider, Disk disk) {
        return Streaming.areIn(disk, Memory.system())
                ? Streaming.over(provider, StreamOptions.of(CaptureKind.LOG)) : provider;
    }

    /** A level that the engine does not refuse; nothing is written at it. */
    private static Durability level(EngineProvider provider) {
        return provider.capabilities().contains(Capability.DURABLE_PROCESS) ? Durability.PROCESS : Durability.MEMORY;
    }

    private String engineOfFiles() {
        try (Headers headers = new Headers(target)) {
            for (String name : headers.names()) {
                try {
                    return headers.read(name).engine();
                } catch (EngineException.Incompatible | EngineException.Corrupt e) {
                    continue; // another file may tell
                }
            }
        }
        throw new IllegalArgumentException("no file here says which engine wrote it: directory="
                + target.toAbsolutePath() + "; name it with --engine");
    }
}
