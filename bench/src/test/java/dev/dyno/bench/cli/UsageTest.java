package dev.dyno.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, and what a person sees who typed something wrong. */
class UsageTest {

    @ParameterizedTest
    @ValueSource(strings = {"race", "engines", "verify", "crash", "look", "new", "doctor", "demo", "soak"})
    void everyVerbHasHelpWithExamples(String verb) {
        Said said = Said.by(verb, "--help");
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("Usage: dyno " + verb), said.out());
        assertTrue(said.out().contains("Example"), said.out());
        assertTrue(said.out().contains("./dyno " + verb), said.out());
        assertEquals(said.out(), Said.by("help", verb).out());
        assertFalse(said.out().contains("\u001b"), "no colours outside a terminal");
    }

    @Test
    void examplesAndDescriptionsAreNotBroken() {
        assertTrue(Said.by("race", "--help").out().contains("the standard comparison, three minutes\n"));
        assertTrue(Said.by("crash", "--help").out().contains("a full disk, a bit that\n"));
        assertTrue(Said.by("--help").out().contains("2 wrong usage, 3 the environment is unfit.\n"));
    }

    @Test
    void theHelpNamesEveryVerb() {
        Said said = Said.by();
        assertEquals(0, said.code());
        for (String verb : new String[] {"race", "engines", "verify", "crash", "look", "new", "doctor", "demo"}) {
            assertTrue(said.out().contains("\n  " + verb + " "), () -> verb + " in " + said.out());
        }
        assertEquals(said.out(), Said.by("--help").out());
    }

    @ParameterizedTest
    @CsvSource({
        "enginse,                       did you mean 'engines'?",
        "help vrify,                    did you mean 'verify'?",
        "engines rocksbd,               did you mean 'rocksdb'?",
        "verify modle,                  did you mean 'model'?",
        "verify nothinglikeit,          there are: ",
        "verify model --rule K99,       no such rule: name=K99",
        "verify model --sead 7,         did you mean '--seed'?",
        "verify model --seed seven,     'seven' is not a long",
        "verify model --option page=1,  unknown option: engine=model",
        "verify model more,             one argument too many: more",
        "verify,                        missing required parameter: 'ENGINE'",
        "verify model --script none.x,  script cannot be read",
        "crash model --mode tron,       did you mean 'torn'?",
        "crash model --point 3,         --point needs the --mode",
        "crash model --points 0,        at least one operation and one point",
        "crash bound,                   INJECTED_DISK",
        "crash lmdb --mode torn,        INJECTED_DISK",
        "race --budget soon,            'soon' is not a time such as 90s",
        "race --budget 1s,              budget is too short",
        "race --durability sometimes,   'sometimes'",
        "look /no/such/place,           no such file or directory: path=/no/such/place",
        "doctor --dir /no/such/place,   no such directory",
        "new,                           say what to make",
        "new egine mine,                did you mean 'engine'?",
        "engines --plugin no.jar,       plug-in cannot be read: jar=",
    })
    void aWrongWordIsAnsweredWithTheRightOne(String line, String answer) {
        Said said = Said.by(line.split(" "));
        assertEquals(2, said.code(), said::err);
        assertTrue(said.error().contains(answer), said::err);
        assertTrue(said.err().lines().count() <= 2, said::err);
    }

    @ParameterizedTest
    @CsvSource({
        "--workloads, read-zipfan,  did you mean 'read-zipfian'?",
        "--engines,   modle,        did you mean 'model'?",
        "--peers,     rocksbd,      did you mean 'rocksdb'?",
        "--data,      unicorn,      did you mean 'unicode'?",
    })
    void aRaceChecksItsNamesBeforeItStarts(String option, String value, String answer, @TempDir Path folder) {
        Path out = folder.resolve("out");
        Said said = Said.by("race", option, value, "--out", out.toString());
        assertEquals(2, said.code(), said::err);
        assertTrue(said.error().contains(answer), said::err);
        assertFalse(Files.exists(out.resolve("run.json")));
    }

    @Test
    void aStackTraceComesOnlyWhenAskedFor() {
        assertFalse(Said.by("verify", "modle").err().contains("    at "));
        assertTrue(Said.by("verify", "modle", "--stacktrace").err().contains("    at dev.dyno."));
    }

    @Test
    void theVersionNamesTheBuildAndTheJvm() {
        Said said = Said.by("--version");
        assertEquals(0, said.code());
        assertTrue(said.out().matches("dyno \\d+\\.\\d+\\.\\d+\\S*, Java \\d+\\S*\\R"), said.out());
    }
}
