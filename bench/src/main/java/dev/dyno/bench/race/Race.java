package dev.dyno.bench.race;

import java.io.PrintStream;
import java.util.Objects;

/** The comparison of engines: gate, plan, rounds of forks, record, report. */
public final class Race {

    private final RaceSettings settings;
    private final PrintStream screen;

    /**
     * @param screen where the plan, the progress and the table go
     * @param terminal whether the screen is one, so that a line may be rewritten
     */
    public Race(RaceSettings settings, PrintStream screen, boolean terminal) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.screen = Objects.requireNonNull(screen, "screen");
    }
}
