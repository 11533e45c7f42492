package dev.dyno.bench.race;

import dev.dyno.bench.race.RacePlan.Heat;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a person sees while a race runs: on a terminal one line that is rewritten, elsewhere a line for each finished
 * lap. Threads: the race's, and the one that ends an interrupted race.
 */
final class RaceScreen {

    private static final String REWRITE = "\r\033[K";
    private static final int LINE_COLUMNS = 99;
    private static final int LONG_SECONDS = 30;

    private final PrintStream out;
    private final boolean terminal;
    private boolean rewriting;

    RaceScreen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void line(String text) {
        out.println((rewriting ? REWRITE : "") + text);
        rewriting = false;
    }

    void plan(RacePlan plan, List<Entrant> entrants, RaceSettings settings) {
        line("engines   " + entrants.stream().map(Entrant::name).collect(Collectors.joining(" ")));
        for (String data : settings.data()) {
            List<Heat> heats = plan.heats(data);
            String items = data.equals("ycsb") ? " (" + plan.items() + " items)" : "";
            line("data      " + data + items + ": " + (heats.isEmpty() ? "no time for it" : labels(heats)));
        }
        if (!plan.dropped().isEmpty()) {
            line("dropped   " + plan.dropped().stream().map(Heat::title).collect(Collectors.joining(", "))
                    + ": more --budget, or fewer --engines, brings them in");
        }
        line(String.format(Locale.ROOT, "rounds    %d, interleaved and mirrored; each workload in a JVM of its own:"
                + " warm-up %.1f s (of loads and writes at least %.1f s), measured %.1f s", plan.pace().rounds(),
                plan.pace().warmUpSeconds(), RacePlan.WRITE_WARM_UP_SECONDS_LEAST, plan.pace().measureSeconds()));
        line(String.format(Locale.ROOT, "planned   about %s of a budget of %s, %d JVMs", duration(plan.seconds()),
                duration(settings.budget().toSeconds()), plan.pace().rounds() * plan.lapsPerRound(entrants.size())));
        line("");
    }

    private static String labels(List<Heat> heats) {
        return heats.stream().map(heat -> heat.title().substring(heat.data().length() + 1))
                .collect(Collectors.joining(" "));
    }

    /** A lap begins: only a terminal shows it. */
    synchronized void starts(Lap lap, int round, int finished, int planned, double remainingSeconds) {
        if (terminal) {
            String text = String.format(Locale.ROOT, "%d/%d  round %d  %s  %s left", finished, planned, round + 1,
                    lap.title(), duration(remainingSeconds));
            out.print(REWRITE + text.substring(0, Math.min(text.length(), LINE_COLUMNS)));
            out.flush();
            rewriting = true;
        }
    }

    /** A lap is at work: a terminal shows how long, elsewhere a long one says so now and then. */
    synchronized void goesOn(Lap lap, int seconds) {
        if (terminal) {
            String text = String.format(Locale.ROOT, "%s  %s at work", lap.title(), duration(seconds));
            out.print(REWRITE + text.substring(0, Math.min(text.length(), LINE_COLUMNS)));
            out.flush();
            rewriting = true;
        } else if (seconds % LONG_SECONDS == 0) {
            line(String.format(Locale.ROOT, "          %s  %s at work", lap.title(), duration(seconds)));
        }
    }

    void finished(Lap lap, int round, LapResult result, int finished, int planned, double remainingSeconds) {
        if (!result.ok()) {
            line("FAILED    " + lap.title() + ": " + result.failure());
        } else if (!terminal) {
            line(String.format(Locale.ROOT, "%3d/%d  round %d  %-36s %12s ops/s  %s left", finished, planned,
                    round + 1, lap.title(), rate(result.opsPerSecond()), duration(remainingSeconds)));
        }
    }

    private static String rate(double opsPerSecond) {
        return String.format(Locale.ROOT, "%,.0f", opsPerSecond);
    }

    /** {@code 1m05s}; a dash for what is not known. */
    static String duration(double seconds) {
        if (Double.isNaN(seconds)) {
            return "—";
        }
        long whole = Math.round(seconds);
        return whole < 60 ? whole + "s" : String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60);
    }
}
