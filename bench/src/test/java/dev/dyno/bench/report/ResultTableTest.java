package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.bench.report.EngineEntry.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    void tableGolden() {
        RunRecord record = SampleRun.of(
                List.of(SampleRun.engine("log", Role.ENGINE), SampleRun.engine("rocksdb", Role.PEER),
                        SampleRun.engine("chronicle", Role.PEER)),
                List.of(SampleRun.cell("log", "read-uniform", 790e3, 812e3, 834e3),
                        SampleRun.cell("rocksdb", "read-uniform", 300e3, 310e3, 320e3),
                        SampleRun.cell("chronicle", "read-uniform", 1.20e6, 1.24e6, 1.28e6),
                        SampleRun.cell("log", "query-10", 41e3, 42e3, 43e3),
                        SampleRun.cell("rocksdb", "query-10", 41.5e3, 42.1e3, 42.7e3),
                        SampleRun.cell("log", "put-durable", Double.NaN, 780, Double.NaN)),
                List.of(new Refusal("chronicle", "query-10", "", Refusal.Kind.DENIED, "denies QUERY")));
        assertEquals("""
                jdk data, durability PROCESS, 1 thread

                ops/s                 log      rocksdb    chronicle
                read-uniform   812 k ±3 %   310 k ±3 %  1.24 M ±3 % *
                query-10      42.0 k ±2 %  42.1 k ±1 %       denied
                put-durable        780 ±?            —            —

                ratios: rate of the engine / rate of the peer, same run

                rate / rate of the peer              rocksdb            chronicle
                log jdk read-uniform     2.62 × [2.59, 2.65]  0.65 × [0.65, 0.66]
                log jdk query-10         1.00 × [0.97, 1.02]                    —

                * fastest: its interval overlaps no other's
                ± half the 99.9 % interval, over 5 rounds
                denied: chronicle, query-10: denies QUERY
                """, ResultTable.render(record));
    }

    @Test
    void nothingIsWiderThanTheTerminalAndNoNumberIsLost() {
        RunRecord record = SampleRun.record();
        String table = ResultTable.render(record);
        int refusalsFrom = table.indexOf("\n± half");
        table.substring(0, refusalsFrom).lines()
                .forEach(line -> assertTrue(line.length() <= ResultTable.WIDTH, line));
        for (Cell cell : record.cells()) {
            assertTrue(table.contains(Text.rate(cell.opsPerSecond()) + " " + Text.spread(cell.spread())),
                    cell.toString());
        }
    }

    @Test
    void aRunWithoutNumbersSaysSoAndWhy() {
        RunRecord record = SampleRun.of(List.of(SampleRun.engine("mine", Role.ENGINE)), List.of(),
                List.of(new Refusal("mine", "", "", Refusal.Kind.FAILED, "gate: 3 of 9 checks passed")));
        assertEquals("nothing was measured\nfailed: mine: gate: 3 of 9 checks passed\n", ResultTable.render(record));
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        RunRecord record = SampleRun.of(List.of(SampleRun.engine("\u001b[31mred", Role.ENGINE)),
                List.of(SampleRun.cell("\u001b[31mred", "w", 1, 2, 3)),
                List.of(new Refusal("\u001b[2J", "", "", Refusal.Kind.FAILED, "bad\u001b[0m\nline")));
        assertFalse(ResultTable.render(record).contains("\u001b"), ResultTable.render(record));
    }
}
