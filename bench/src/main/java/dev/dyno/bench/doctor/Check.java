package dev.dyno.bench.doctor;

/**
 * One thing that was looked at.
 *
 * @param name of the thing: {@code disk sync}
 * @param verdict what it means for measuring
 * @param found the figures
 * @param advice what it does to results and what to do; empty if all is well
 */
public record Check(String name, Verdict verdict, String found, String advice) {

    /** From fine to hopeless. */
    public enum Verdict {
        OK,
        /** Measures, but coarser or with a caveat. */
        WARN,
        /** Figures from here would mislead. */
        UNFIT
    }

    static Check ok(String name, String found) {
        return new Check(name, Verdict.OK, found, "");
    }

    static Check warn(String name, String found, String advice) {
        return new Check(name, Verdict.WARN, found, advice);
    }

    static Check unfit(String name, String found, String advice) {
        return new Check(name, Verdict.UNFIT, found, advice);
    }
}
