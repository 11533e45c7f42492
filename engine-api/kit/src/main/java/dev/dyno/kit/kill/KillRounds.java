package dev.dyno.kit.kill;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.ItemView;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Kills a real process, again and again: a child ({@link KillTarget}) writes and acknowledges, the parent kills it with
 * SIGKILL after a number of acknowledgements drawn from the seed, opens what it left, and looks whether every write
 * acknowledged at {@link Durability#PROCESS} or above is there. Each round goes on where the last one ended.
 *
 * <p>When exactly the child dies is up to the machine; what must hold does not depend on it.
 *
 * @param provider found by its name in the child, too
 * @param directory empty at first
 * @param level of every write: PROCESS or SYNC
 */
public record KillRounds(EngineProvider provider, Path directory, Durability level, long seed) {

    private static final int ACKNOWLEDGED_MAX = 400;

    public KillRounds {
        if (level != Durability.PROCESS && level != Durability.SYNC) {
            throw new IllegalArgumentException("a killed process keeps only PROCESS and SYNC: level=" + level);
        }
    }

    /**
     * What the rounds showed.
     *
     * @param acknowledged writes in all
     * @param failure the first, or empty
     */
    public record Result(int rounds, long acknowledged, Optional<String> failure) { }

    public Result run(int rounds) {
        SplittableRandom random = new SplittableRandom(seed);
        KillStream stream = new KillStream(seed);
        long applied = 0;
        for (int round = 1; round <= rounds; round++) {
            int killAfter = 1 + random.nextInt(ACKNOWLEDGED_MAX);
            long last = killOne(applied + 1, killAfter);
            // At most one write was in flight: the child acknowledges each before the next.
            Map<Integer, Long> found;
            try {
                found = read(stream);
            } catch (RuntimeException e) {
                return new Result(round, last, Optional.of("round " + round + ": after a kill: " + e));
            }
            if (found.equals(stream.stateAfter(last))) {
                applied = last;
            } else if (found.equals(stream.stateAfter(last + 1))) {
                applied = last + 1;
            } else {
                return new Result(round, last, Optional.of(describe(round, last, stream, found)));
            }
        }
        return new Result(rounds, applied, Optional.empty());
    }

    /** @return the number of the last write acknowledged */
    private long killOne(long first, int killAfter) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        // Its own flags and class path: the child runs the engine as this process would. A debugger has one port only.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agentlib:jdwp") && !flag.startsWith("-Xrunjdwp"))
                .forEach(command::add);
        command.addAll(List.of("-cp", classPath(), KillTarget.class.getName(),
                provider.name(), directory.toString(), Long.toString(seed), Long.toString(first), level.name()));
        try {
            Process child = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            try (DataInputStream acknowledgements = new DataInputStream(child.getInputStream())) {
                return readUntilKilled(child, acknowledgements, first - 1, killAfter);
            } finally {
                child.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("child failed: command=" + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a child was running", e);
        }
    }

    /** With the jar of the engine, which a plug-in loader may have found outside it. */
    private String classPath() {
        String own = System.getProperty("java.class.path");
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getProtocol().equals("file")) {
            return own;
        }
        return own + File.pathSeparator + Path.of(URI.create(source.getLocation().toString()));
    }

    private static long readUntilKilled(Process child, DataInputStream acknowledgements, long before, int killAfter)
            throws IOException {
        long last = before;
        try {
            while (true) {
                long write = acknowledgements.readLong();
                if (write != last + 1) {
                    throw new IllegalStateException("child acknowledged out of order: write=" + write
                            + ", after=" + last);
                }
                last = write;
                if (last == before + killAfter) {
                    // By its handle, which leaves the pipe open: what is still in it was acknowledged, too.
                    child.toHandle().destroyForcibly();
                }
            }
        } catch (EOFException e) {
            if (last < before + killAfter) {
                throw new IllegalStateException("child ended by itself: acknowledged=" + (last - before)
                        + ", wanted=" + killAfter, e);
            }
            return last;
        }
    }

    private Map<Integer, Long> read(KillStream stream) {
        Map<Integer, Long> found = new TreeMap<>();
        ItemView item = new ItemView();
        try (Engine engine = provider.open(EngineConfig.at(directory)); Session session = engine.openSession()) {
            Table table = session.table(KillStream.TABLE);
            for (int key = 0; key < KillStream.KEYS; key++) {
                if (table.get(KillStream.key(key), item)) {
                    found.put(key, stream.check(item.value()));
                }
            }
            if (!engine.verify().clean()) {
                throw new IllegalStateException(engine.verify().violations().getFirst().toString());
            }
        }
        return found;
    }

    private String describe(int round, long last, KillStream stream, Map<Integer, Long> found) {
        Map<Integer, Long> wanted = stream.stateAfter(last);
        for (int key = 0; key < KillStream.KEYS; key++) {
            long want = wanted.getOrDefault(key, 0L);
            long got = found.getOrDefault(key, 0L);
            if (want != got) {
                return "round " + round + ": after a kill key \"" + KillStream.key(key) + "\" has "
                        + (got == 0 ? "no item" : "the value of write " + got) + ", but "
                        + (want == 0 ? "its delete" : "write " + want) + " was acknowledged at " + level
                        + " (writes acknowledged: " + last + ")";
            }
        }
        throw new AssertionError("states differ in no key: last=" + last);
    }
}
