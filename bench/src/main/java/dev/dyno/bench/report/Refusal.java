package dev.dyno.bench.report;

/**
 * A number that is missing on purpose.
 *
 * @param workload the workload refused; empty means every one
 * @param data the data set it was refused on; empty means every one
 * @param reason a sentence for people, with what to change where something can be changed
 */
public record Refusal(String engine, String workload, String data, Kind kind, String reason) {

    /** Why, in the one word that fits in a table's cell. */
    public enum Kind {
        /** The workload needs a capability, or the race a durability, that the engine does not have. */
        DENIED,
        /** The gate, or a checked answer while measuring, was wrong, or the engine threw. */
        FAILED,
        /** The budget ended first. */
        SKIPPED
    }

    public Refusal {
        engine = Text.orEmpty(engine);
        workload = Text.orEmpty(workload);
        data = Text.orEmpty(data);
        kind = kind == null ? Kind.FAILED : kind;
        reason = Text.orEmpty(reason);
    }

    boolean covers(String engineName, String workloadName, String dataName) {
        return engine.equals(engineName)
                && (workload.isEmpty() || workload.equals(workloadName))
                && (data.isEmpty() || data.equals(dataName));
    }
}
