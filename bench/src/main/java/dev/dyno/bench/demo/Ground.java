package dev.dyno.bench.demo;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An engine in a directory of its own, which goes when it is closed. */
public final class Ground implements AutoCloseable {

    private final Path directory;
    private final EngineConfig config;
    private final Engine engine;

    /** At the level that survives a kill, where the engine has it. */
    public Ground(EngineProvider provider) {
        try {
            directory = Files.createTempDirectory("dyno-demo");
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for temporary files: " + e.getMessage(), e);
        }
        config = EngineConfig.at(directory).withDurability(
                provider.capabilities().contains(Capability.DURABLE_PROCESS) ? Durability.PROCESS : Durability.MEMORY);
        engine = provider.open(config);
    }

    /** Open until this is closed. */
    public Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
        config.work().close();
        config.disk().close();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary files stay: directory=" + directory, e);
        }
    }
}
