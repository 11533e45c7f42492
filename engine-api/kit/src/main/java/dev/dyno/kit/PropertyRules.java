package dev.dyno.kit;

import static dev.dyno.api.Capability.ATOMIC_BATCH;
import static dev.dyno.api.Capability.CHANGES_TABLES;
import static dev.dyno.api.Capability.CONDITION_SEQUENCE;
import static dev.dyno.api.Capability.DURABLE_PROCESS;
import static dev.dyno.api.Capability.INJECTED_DISK;
import static dev.dyno.api.Capability.SNAPSHOT;

import dev.dyno.api.Capability;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Limits;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.kit.script.Difference;
import dev.dyno.kit.script.Opener;
import dev.dyno.kit.script.Script;
import dev.dyno.kit.script.ScriptArbitraries;
import dev.dyno.kit.script.ScriptArbitraries.Theme;
import dev.dyno.kit.script.ScriptRunner;
import dev.dyno.kit.script.ScriptSearch;
import dev.dyno.kit.strict.StrictEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * M: whatever is asked, the engine answers as the model does. Scripts are drawn from the seed, leave out what the
 * engine denies, and run on both side by side; one that fails is shrunk, shown, and written to
 * {@code build/RULE.script} for replay.
 */
public interface PropertyRules extends RuleFamily {

    int SCRIPTS = 40;
    /** For an engine that opens a directory of its own each time, which costs it tens of milliseconds. */
    int SCRIPTS_ON_REAL_DISKS = 5;
    int OPERATIONS = 60;

    @Test
    @Rule("M1")
    default void m1_randomReadsAndWritesAreAnsweredAsByTheModel() {
        check("M1", Theme.PLAIN);
    }

    @Test
    @Rule("M2")
    default void m2_randomScriptsSurviveReopens() {
        if (!lacks(DURABLE_PROCESS)) {
            check("M2", Theme.REOPEN);
        }
    }

    @Test
    @Rule("M3")
    default void m3_randomReadsAtSnapshotsAreAnsweredAsByTheModel() {
        if (!lacks(SNAPSHOT)) {
            check("M3", Theme.SNAPSHOTS);
        }
    }

    @Test
    @Rule("M4")
    default void m4_randomBatchesAreAnsweredAsByTheModel() {
        if (!lacks(ATOMIC_BATCH)) {
            check("M4", Theme.BATCHES);
        }
    }

    @Test
    @Rule("M5")
    default void m5_randomConditionsAndUpdatesAreAnsweredAsByTheModel() {
        check("M5", Theme.CONDITIONS);
    }

    @Test
    @Rule("M6")
    default void m6_tablesComeAndGoAsInTheModel() {
        if (!lacks(CHANGES_TABLES)) {
            check("M6", Theme.TABLES);
        }
    }

    @Test
    @Rule("M7")
    default void m7_everythingTogetherIsAnsweredAsByTheModel() {
        check("M7", Theme.ALL);
    }

    private void check(String rule, Theme theme) {
        Set<Capability> capabilities = engine().capabilities();
        Limits limits = engine().limits();
        ScriptArbitraries arbitraries = new ScriptArbitraries(capabilities, limits, theme);
        int scripts = capabilities.contains(INJECTED_DISK) ? SCRIPTS : SCRIPTS_ON_REAL_DISKS;
        ScriptSearch search =
                new ScriptSearch(arbitraries.operations(OPERATIONS), scripts, OPERATIONS, fixture().seed());
        boolean versions = capabilities.contains(CONDITION_SEQUENCE);
        Optional<ScriptSearch.Found> found = search.run(script -> trial(script, versions));
        if (found.isPresent()) {
            String file = write(rule, found.get().script());
            throw new AssertionError(found.get().describe(fixture().provider().name(), file));
        }
    }

    private Optional<Difference> trial(Script script, boolean versions) {
        fixture().count();
        try (Ground ground = new Ground(fixture().provider(), script.seed()); Engine model = model()) {
            Opener opener = () -> new StrictEngine(fixture().provider().open(fixture().configOn(ground)));
            return ScriptRunner.against(model, opener, versions).run(script);
        }
    }

    private static Engine model() {
        return new ModelEngineProvider().open(EngineConfig.inMemory().withDurability(Durability.MEMORY));
    }

    /** @return the file, as a command line names it */
    private static String write(String rule, Script script) {
        String name = "build/" + rule.toLowerCase(Locale.ROOT) + ".script";
        Path file = Path.of(System.getProperty("dyno.root", ".")).resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, script.text());
        } catch (IOException e) {
            throw new UncheckedIOException("script not written: file=" + file, e);
        }
        return name;
    }
}
