package dev.dyno.bench.cli;

import dev.dyno.bench.crash.StreamCrashes;
import java.util.LinkedHashMap;
import java.util.Map;

/** What crashes did to streams, as one more line of the matrix. */
record StreamCrashLine(StreamCrashes.Result result) {

    /** There are no streams that outlive a crash. */
    static final StreamCrashLine NONE = new StreamCrashLine(new StreamCrashes.Result(0, 0, 0, 0, ""));

    boolean isEmpty() {
        return result.crashes() == 0;
    }

    int passed() {
        return result.passed();
    }

    int total() {
        return result.crashes();
    }

    void show(Screen screen, String replay) {
        boolean fine = result.failure().isEmpty();
        String cell = fine ? result.passed() + " ok" : "✗ " + (result.crashes() - result.passed()) + " of "
                + result.crashes();
        screen.line("%s", String.format("%-11s  %-30s  ", "streams", "records are those of commits")
                + (fine ? screen.good(cell) : screen.bad(cell)));
        screen.line("%s", screen.faint(String.format(java.util.Locale.ROOT,
                "             %,d records compared; lives of %,d operations on the disk", result.records(),
                result.diskOperations())));
        if (!fine) {
            screen.line("    first: %s", result.failure());
            screen.line("    replay %s", replay);
        }
    }

    Map<String, Object> asJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mode", "streams");
        fields.put("ok", result.passed());
        fields.put("failed", result.crashes() - result.passed());
        fields.put("records", result.records());
        if (!result.failure().isEmpty()) {
            fields.put("firstFailure", result.failure());
        }
        return fields;
    }
}
