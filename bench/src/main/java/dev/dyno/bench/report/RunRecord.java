package dev.dyno.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a run leaves behind: what a reviewer needs to judge the numbers, and the numbers. It is {@code run.json}.
 *
 * <p>The table in the terminal and the page are made from this and from nothing else, so either can be made again.
 *
 * @param format version of this record's fields
 * @param startedAt ISO-8601 instant
 * @param command what reproduces the run, as typed
 * @param machine what {@link MachineFacts} found, in the order to be shown
 */
public record RunRecord(
        int format,
        String startedAt,
        String command,
        Commit commit,
        Map<String, String> machine,
        Settings settings,
        List<EngineEntry> engines,
        List<Cell> cells,
        List<Refusal> refusals) {

    /** The version written. */
    public static final int FORMAT = 1;

    /** The state of the source tree; an empty hash where it is not known. */
    public record Commit(String hash, boolean dirty) {
        public Commit {
            hash = Text.orEmpty(hash);
        }
    }

    public RunRecord {
        startedAt = Text.orEmpty(startedAt);
        command = Text.orEmpty(command);
        commit = commit == null ? new Commit("", false) : commit;
        machine = Text.ordered(machine);
        settings = settings == null ? Settings.none() : settings;
        engines = engines == null ? List.of() : List.copyOf(engines);
        cells = cells == null ? List.of() : List.copyOf(cells);
        refusals = refusals == null ? List.of() : List.copyOf(refusals);
    }

    /**
     * Reads a record; fields it does not know are ignored.
     *
     * @throws IllegalArgumentException if the file is not a record, or of a later format; says where and why
     */
    public static RunRecord read(Path file) throws IOException {
        return RunJson.read(file);
    }

    /** Writes beside the file first, so that an interrupted run leaves the old record or the new one. */
    public void write(Path file) throws IOException {
        RunJson.write(this, file);
    }

    /** Data sets in the order they were first measured. */
    List<String> dataNames() {
        return cells.stream().map(Cell::data).distinct().toList();
    }

    /** Engines in the order of {@link #engines}, then any that only cells name. */
    Set<String> engineNames() {
        Set<String> names = new LinkedHashSet<>();
        engines.forEach(engine -> names.add(engine.name()));
        cells.forEach(cell -> names.add(cell.engine()));
        return names;
    }

    /** The layers over an entrant, as its cells say them; empty if it has no cells. */
    String layers(String engineName) {
        return cells.stream().filter(cell -> cell.engine().equals(engineName)).map(Cell::layers).findFirst()
                .orElse("");
    }

    EngineEntry.Role role(String engineName) {
        for (EngineEntry engine : engines) {
            if (engine.name().equals(engineName)) {
                return engine.role();
            }
        }
        return EngineEntry.Role.ENGINE;
    }

    /** The word for a number that is not there: why it was refused, or a dash. */
    String missing(String engineName, String workload, String data) {
        for (Refusal refusal : refusals) {
            if (refusal.covers(engineName, workload, data)) {
                return Text.word(refusal.kind());
            }
        }
        return "—";
    }
}
