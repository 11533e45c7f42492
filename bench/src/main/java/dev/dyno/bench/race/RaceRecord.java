package dev.dyno.bench.race;

import dev.dyno.api.Capability;
import dev.dyno.bench.Build;
import dev.dyno.bench.LayerStack;
import dev.dyno.bench.report.Cell;
import dev.dyno.bench.report.EngineEntry;
import dev.dyno.bench.report.Interval;
import dev.dyno.bench.report.EngineEntry.Role;
import dev.dyno.bench.report.MachineFacts;
import dev.dyno.bench.report.RunRecord;
import dev.dyno.bench.report.Settings;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gathers what a reviewer needs besides the numbers: settings, flags, engines with every option, machine, method.
 * Threads: any.
 */
final class RaceRecord {

    /** Which library's version is a peer's. */
    private static final Map<String, String> LIBRARIES = Map.of("lmdb", "lmdbjava", "chronicle", "chronicle-map");

    private final RaceSettings settings;
    private final List<Entrant> entrants;
    private final Map<String, String> machine;
    private final Instant started = Instant.now();
    private final Build build = Build.load();
    private final Map<String, Gate.Verdict> verdicts = new HashMap<>();
    private final Map<String, String> more = new LinkedHashMap<>();
    private long items;

    RaceRecord(RaceSettings settings, List<Entrant> entrants, Map<String, String> machine) {
        this.settings = settings;
        this.entrants = entrants;
        this.machine = machine;
        this.items = settings.items();
        more.put("valueBytes", Integer.toString(settings.valueBytes()));
        more.put("seed", Long.toString(Rounds.SEED) + " + round");
        more.put("interval", Interval.METHOD);
        more.put("latency", "of one operation in 16, timed while the rate is measured; of every durable put");
        more.put("load", "from one thread into an empty engine, after a warm-up load into one that is thrown away;"
                + " at SYNC with one sync at the end; loads over twice"
                + " as slow as expected are timed in part, the rest is written untimed");
        more.put("loaded", "once in a round, for its reads and then its writes; where no load-random is measured, once"
                + " for all rounds, whose writes have a copy");
        more.put("batches", "read-batch asks for 16 items in one call and is counted by items");
        more.put("reopen", "after a clean close, in a JVM that opened it once before, until a first item is read");
        more.put("allocation", "Java heap taken by all threads of the JVM while the operations ran, by operations");
        more.put("writeAmplification", "storage writes of the process (/proc/self/io) by bytes loaded: until a"
                + " checkpoint after the load was written, nothing more was being written, and the engine was closed");
        more.put("spaceAmplification", "bytes allocated to files after that, by bytes loaded");
    }

    synchronized void gate(Entrant entrant, Gate.Verdict verdict) {
        verdicts.put(entrant.name(), verdict);
    }

    synchronized void plan(RacePlan plan, List<String> jvmFlags) {
        items = settings.items() > 0 ? settings.items() : plan.items();
        more.putAll(plan.facts());
        more.put("jvmFlags", String.join(" ", jvmFlags));
    }

    synchronized RunRecord toRunRecord(RaceBook book) {
        int rounds = book.cells().stream().mapToInt(Cell::rounds).max().orElse(0);
        Settings asked = new Settings(settings.data(), items, RaceScreen.duration(settings.budget().toSeconds()),
                rounds, settings.threads(), settings.durability().name(), 100 * Interval.CONFIDENCE, more);
        return new RunRecord(RunRecord.FORMAT, started.toString(), command(), MachineFacts.commit(home()), machine,
                asked, entrants.stream().map(this::entry).toList(), book.cells(), book.refusals());
    }

    private EngineEntry entry(Entrant entrant) {
        EnumSet<Capability> denied = EnumSet.allOf(Capability.class);
        denied.removeAll(entrant.engine().capabilities());
        Gate.Verdict verdict = verdicts.getOrDefault(entrant.name(), Gate.Verdict.NONE);
        return new EngineEntry(entrant.name(), entrant.engine().name(), entrant.stack().capture(),
                entrant.stack().cache(), entrant.role(), version(entrant), entrant.engine().summary(),
                entrant.effectiveOptions(), entrant.declared().name(), denied.stream().map(Enum::name).toList(),
                verdict.passed(), verdict.checks());
    }

    private String version(Entrant entrant) {
        if (entrant.role() == Role.ENGINE) {
            Class<?> provider = entrant.engine().getClass();
            boolean ours = provider.getClassLoader() == Build.class.getClassLoader();
            String own = provider.getPackage().getImplementationVersion();
            return ours ? build.version() : own == null ? "" : own;
        }
        String library = LIBRARIES.getOrDefault(entrant.engine().name(), entrant.engine().name());
        return build.libraries().getOrDefault(library, "");
    }

    /** What reproduces the run, with what was chosen by the race filled in. */
    private String command() {
        Map<String, String> flags = new LinkedHashMap<>();
        put(flags, "--engines", String.join(",", settings.engines()));
        put(flags, "--peers", String.join(",", settings.peers()));
        put(flags, "--data", String.join(",", settings.data()));
        put(flags, "--items", settings.items() > 0 ? Long.toString(settings.items()) : "");
        put(flags, "--value", Integer.toString(settings.valueBytes()));
        put(flags, "--threads",
                settings.threads().stream().map(String::valueOf).collect(Collectors.joining(",")));
        put(flags, "--workloads", String.join(",", settings.workloads()));
        put(flags, "--capture", each(LayerStack::capture));
        put(flags, "--cache", each(LayerStack::cache));
        put(flags, "--durability", settings.durability().name());
        put(flags, "--budget", settings.budget().toSeconds() + "s");
        StringBuilder command = new StringBuilder("./dyno race");
        flags.forEach((flag, value) -> command.append(' ').append(flag).append(' ').append(value));
        new TreeMap<>(settings.options())
                .forEach((name, value) -> command.append(" --option ").append(name).append('=').append(value));
        return command.toString();
    }

    private String each(Function<LayerStack, String> part) {
        return settings.stacks().stream().map(part).distinct().collect(Collectors.joining(","));
    }

    private static void put(Map<String, String> flags, String flag, String value) {
        if (!value.isEmpty()) {
            flags.put(flag, value);
        }
    }

    /** A folder inside the source tree, if the code was started from one. */
    private static Path home() {
        try {
            Path code = Path.of(RaceRecord.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return code.toAbsolutePath().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the code is no path", e);
        }
    }
}
