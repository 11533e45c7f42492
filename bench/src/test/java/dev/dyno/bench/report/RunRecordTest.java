package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        RunRecord record = SampleRun.record();
        Path file = directory.resolve("deep/er/run.json");
        record.write(file);
        assertEquals(record, RunRecord.read(file));
    }

    @Test
    void anotherRunReplacesTheRecord() throws IOException {
        Path file = directory.resolve("run.json");
        SampleRun.record().write(file);
        RunRecord second = SampleRun.of(List.of(), List.of(), List.of());
        second.write(file);
        assertEquals(second, RunRecord.read(file));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void whatWasNotMeasuredIsAbsentAndReadAsNan() throws IOException {
        Cell cell = Cell.of("lmdb", "read-uniform").data("jdk", 10).durability("PROCESS").rate(5, 4, 6).build();
        RunRecord record = SampleRun.of(List.of(), List.of(cell), List.of());
        String json = RunJson.text(record);
        assertTrue(json.contains("\"opsPerSecond\" : 5.0"), json);
        assertFalse(json.contains("p50Micros"), json);
        assertFalse(json.contains("NaN"), json);
        Path file = directory.resolve("run.json");
        record.write(file);
        Cell read = RunRecord.read(file).cells().getFirst();
        assertTrue(Double.isNaN(read.p50Micros()) && Double.isNaN(read.writeAmplification()), read.toString());
        assertEquals(cell, read);
    }

    @Test
    void fieldsOfCellsAreNamedAsDocumented() {
        String json = RunJson.text(SampleRun.record());
        for (String field : List.of("engine", "workload", "threads", "durability", "opsPerSecond", "low", "high",
                "p50Micros", "p99Micros", "p999Micros", "bytesAllocatedPerOp", "writeAmplification",
                "spaceAmplification", "machine", "commit", "settings", "cells")) {
            assertTrue(json.contains("\"" + field + "\" :"), field);
        }
    }

    @Test
    void unknownFieldsAreIgnoredAndMissingOnesEmpty() throws IOException {
        RunRecord record = read("""
                {"format": 1, "mood": "good", "cells": [{"engine": "log", "colour": "red", "opsPerSecond": 3}],
                 "refusals": [{"engine": "log", "kind": "postponed", "reason": "later"}]}
                """);
        assertEquals("log", record.cells().getFirst().engine());
        assertEquals(3, record.cells().getFirst().opsPerSecond());
        assertTrue(Double.isNaN(record.cells().getFirst().low()));
        assertEquals(Refusal.Kind.FAILED, record.refusals().getFirst().kind());
        assertEquals("", record.commit().hash());
    }

    @Test
    void aBrokenFileIsNamedWithThePlace() {
        String cut = assertThrows(IllegalArgumentException.class, () -> read("{\"format\": 1,\n \"cells\": [{"))
                .getMessage();
        assertTrue(cut.contains("run.json") && cut.contains("line=2") && cut.contains("not a readable"), cut);
        String wrong = assertThrows(IllegalArgumentException.class,
                () -> read("{\"format\": 1, \"cells\": [{\"opsPerSecond\": \"fast\"}]}")).getMessage();
        assertTrue(wrong.contains("field=cells.0.opsPerSecond"), wrong);
    }

    @Test
    void aForeignOrLaterFileIsRefused() {
        for (String text : List.of("{}", "null", "{\"format\": 2}")) {
            String message = assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage();
            assertTrue(message.contains("limit=1"), message);
        }
    }

    private RunRecord read(String json) throws IOException {
        Path file = directory.resolve("run.json");
        Files.writeString(file, json);
        return RunRecord.read(file);
    }
}
