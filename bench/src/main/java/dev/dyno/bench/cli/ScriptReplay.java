package dev.dyno.bench.cli;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.FileDisk;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.run.SeededWork;
import dev.dyno.api.run.Work;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.kit.script.Difference;
import dev.dyno.kit.script.Operation;
import dev.dyno.kit.script.Script;
import dev.dyno.kit.script.ScriptRunner;
import dev.dyno.kit.strict.StrictEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs a script from a file on an engine and on the model, and shows the first answer that differs.
 *
 * @param options of the engine, by name
 */
record ScriptReplay(EngineProvider provider, Map<String, String> options) {

    /** @return whether all answers are the same */
    boolean run(Path file, Screen screen) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("script cannot be read: file=" + file.toAbsolutePath());
        }
        Script script = Script.parse(Files.readString(file));
        Optional<Difference> found = compare(script);
        List<Operation> operations = script.operations();
        int shown = found.map(Difference::index).orElse(operations.size() - 1);
        for (int i = 0; i <= Math.min(shown, operations.size() - 1); i++) {
            screen.line("    %s", operations.get(i).text());
        }
        found.ifPresent(difference -> {
            screen.line("        expected  %s", difference.expected());
            screen.line("        got       %s", screen.bad(difference.got()));
        });
        screen.line("passed %d of 1", found.isPresent() ? 0 : 1);
        return found.isEmpty();
    }

    private Optional<Difference> compare(Script script) throws IOException {
        if (provider.capabilities().contains(Capability.INJECTED_DISK)) {
            return compareOn(new MemoryDisk(), script);
        }
        Path folder = Files.createTempDirectory("dyno-script");
        try {
            return compareOn(FileDisk.at(folder), script);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private Optional<Difference> compareOn(Disk given, Script script) {
        boolean process = provider.capabilities().contains(Capability.DURABLE_PROCESS);
        boolean versions = provider.capabilities().contains(Capability.CONDITION_SEQUENCE);
        try (Disk disk = given; Work work = new SeededWork(script.seed())) {
            EngineConfig config = EngineConfig.on(disk).withWork(work).withOptions(options)
                    .withDurability(process ? Durability.PROCESS : Durability.MEMORY);
            try (Engine model = new ModelEngineProvider().open(
                    EngineConfig.inMemory().withDurability(Durability.MEMORY))) {
                return ScriptRunner.against(model, () -> new StrictEngine(provider.open(config)), versions).run(script);
            }
        }
    }
}
