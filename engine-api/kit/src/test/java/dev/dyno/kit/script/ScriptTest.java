package dev.dyno.kit.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ForwardingEngine;
import dev.dyno.api.ForwardingSession;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.Limits;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.kit.model.ModelEngineProvider;
import dev.dyno.kit.script.ScriptArbitraries.Theme;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/** The text of scripts, how they run, and how one that fails shrinks. */
class ScriptTest {

    private static final long SEED = 8_127_731;

    @Test
    void whatIsPrintedIsReadBack() {
        ScriptArbitraries arbitraries = new ScriptArbitraries(Capability.all(), Limits.FULL, Theme.ALL);
        JqwikSession.run(() -> {
            var generator = arbitraries.operations(60).generator(1_000);
            for (long seed = 0; seed < 100; seed++) {
                Script script = new Script(seed, generator.next(new Random(seed)).value());
                assertEquals(script, Script.parse(script.text()), script::text);
            }
        });
    }

    @Test
    void bytesArePrintable() {
        assertEquals("''", Token.print(""));
        assertEquals("a\\x00\\xff", Token.print("a\0\u00ff"));
        assertEquals("az{1024}b", Token.print("a" + "z".repeat(1024) + "b"));
        assertEquals("\\x23\\x3b\\x7b{9}", Token.print("#;{{{{{{{{{"));
        assertEquals("a\0\u00ff", Token.parse("a\\x00\\xff"));
    }

    @Test
    void errorsNameTheLineAndWhatWasExpected() {
        assertMessage("script: line=2, word=5, found='p': '=' was expected", "checkpoint\nput t a p p");
        assertMessage("script: line=1, word=1, found='pat': a verb was expected, did you mean 'put'?", "pat t a b = 1");
        assertMessage("script: line=1, word=5, found='7': nothing more was expected", "get t a b 7");
        assertMessage("script: line=1, word=3, found=the end of the line: a partition key was expected", "get t");
        assertMessage("script: line=1, a backslash must start \\xHH: token=\\q", "get t a \\q");
    }

    @Test
    void commentsAndOrderOfNothingMatter() {
        Script script = Script.parse("# by hand\nseed 7\n\n  put t p a=1 if value 2 returning at sync # and so on\n");
        assertEquals(7, script.seed());
        assertEquals(List.of("put t p a = 1 if value 2 returning at sync"),
                script.operations().stream().map(Operation::text).toList());
    }

    @Test
    void aScriptThatTheEngineAnswersRightlyHasNoDifference() {
        Script script = Script.parse("""
                put t p a = 1
                put t p b = 2 if absent
                snapshot s
                delete t p a returning
                get t p a
                get t p a at s
                query t p from a descending limit 1 seek b
                batch put t p c = 3; delete t p b; check t q '' if absent
                scan t in 3
                getbatch t p c, p b at s
                update t p c append x if sequence current
                drop t
                get t p c
                """);
        assertEquals(Optional.empty(), run(script, ScriptTest::model));
    }

    @Test
    void aDifferenceIsTheFirst() {
        Script script = Script.parse("put t p a = 1\nput t p b = 2\nquery t p descending\nget t p a\n");
        Difference difference = run(script, DescendingStopsShort::new).orElseThrow();
        assertEquals(2, difference.index());
        assertEquals("[b=2 of operation 2, a=1 of operation 1]", difference.expected());
        assertEquals("[b=2 of operation 2]", difference.got());
        assertEquals("a────b        missing a", difference.keys());
    }

    @Test
    void aFailingScriptShrinksToWhatMatters() {
        ScriptSearch search = new ScriptSearch(new ScriptArbitraries(Capability.all(), Limits.FULL, Theme.ALL)
                .operations(60), 100, 60, SEED);
        ScriptSearch.Found found = search.run(script -> run(script, DescendingStopsShort::new)).orElseThrow();
        assertTrue(found.script().operations().size() <= 3, () -> found.script().text());
        assertEquals(Optional.of(found.difference()), run(found.script(), DescendingStopsShort::new));
        assertEquals(Optional.of(found), search.run(script -> run(script, DescendingStopsShort::new)), "one seed");
        String text = found.describe("mine", "build/m7.script");
        assertTrue(text.contains("shrunk from " + found.drawn() + " operations to "), text);
        assertTrue(text.endsWith("replay   ./dyno verify mine --script build/m7.script"), text);
    }

    @Test
    void anExceptionIsADifference() {
        Difference difference = run(Script.parse("sync\ncheckpoint\n"), () -> new ForwardingEngine(model()) {
            @Override
            public void checkpoint() {
                throw new IndexOutOfBoundsException("page 7");
            }
        }).orElseThrow();
        assertEquals("IndexOutOfBoundsException: page 7", difference.got());
    }

    private static Optional<Difference> run(Script script, Opener engine) {
        try (Engine oracle = model()) {
            return ScriptRunner.against(oracle, engine, true).run(script);
        }
    }

    private static Engine model() {
        return new ModelEngineProvider().open(EngineConfig.inMemory().withDurability(Durability.MEMORY));
    }

    private static void assertMessage(String expected, String text) {
        assertEquals(expected, assertThrows(IllegalArgumentException.class, () -> Script.parse(text)).getMessage());
    }

    /** Descending queries of more than one item lose the last one. */
    private static final class DescendingStopsShort extends ForwardingEngine {
        private DescendingStopsShort() {
            super(model());
        }

        @Override
        public Session openSession() {
            return new ForwardingSession(inner().openSession()) {
                @Override
                public Table table(String name) {
                    return new ForwardingTable(inner().table(name)) {
                        @Override
                        public Cursor query(Range range) {
                            return inner().query(range.reverse() && range.limit() > 1
                                    ? new Range().set(range).limit(1) : range);
                        }
                    };
                }
            };
        }
    }
}
