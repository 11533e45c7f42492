package dev.dyno.bench.race;

import dev.dyno.api.Durability;
import dev.dyno.bench.data.DataSpec;
import dev.dyno.bench.data.Dataset;
import dev.dyno.bench.peers.Sizing;
import dev.dyno.bench.race.RacePlan.Heat;
import dev.dyno.bench.report.Refusal.Kind;
import dev.dyno.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.collections.api.factory.primitive.ObjectLongMaps;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;

/**
 * Runs the rounds of a plan. In a round every engine loads a data set into a directory of its own, once; the reads, and
 * after them the writes, reopen it. Where no load is measured, what the first round loaded serves the others too: their
 * reads reopen it, their writes a copy. In a heat the engines go one after another, in every second round the other way
 * round, so that what drifts (heat, the disk's caches, neighbours) hits none of them always.
 */
final class Rounds {

    /** More rounds than planned are run if there is time, up to so many. */
    static final int ROUNDS_MAX = 5;
    static final long SEED = 20_261_123;
    private static final String LOADED = "loaded";
    private static final String COPIED = "copied";

    private final RaceSettings settings;
    private final RacePlan plan;
    private final List<Entrant> entrants;
    private final Map<String, DataSpec> data;
    private final MutableObjectLongMap<String> dataBytes = ObjectLongMaps.mutable.empty();
    private final Forks forks;
    private final RaceBook book;
    private final RaceScreen screen;
    private final TimeKeeper time;
    private final Path folder;
    /** Engines whose load failed, by data set: nothing can be asked of them. */
    private final Set<String> empty = new HashSet<>();
    private int finished;
    private int planned;

    Rounds(RaceSettings settings, RacePlan plan, List<Entrant> entrants, Map<String, DataSpec> data, Forks forks,
            RaceBook book, RaceScreen screen, TimeKeeper time, Path folder) {
        this.settings = settings;
        this.plan = plan;
        this.entrants = entrants;
        this.data = data;
        this.forks = forks;
        this.book = book;
        this.screen = screen;
        this.time = time;
        this.folder = folder;
        data.forEach((name, spec) -> {
            try (Dataset opened = spec.open()) {
                dataBytes.put(name, opened.bytes());
            }
        });
    }

    void run() throws IOException {
        refuseWhatIsDenied();
        int round = 0;
        List<Heat> heats = plan.heats();
        planned = plan.pace().rounds() * heats.size() * entrants.size();
        while (!book.closed() && round < ROUNDS_MAX) {
            if (round > 0) {
                heats = time.affordable(plan.heats(), byImportance(), entrants.size());
                List<Heat> begun = plan.heats().stream().filter(book::has).toList();
                boolean extra = round >= plan.pace().rounds();
                if (heats.isEmpty() || extra && !heats.containsAll(begun)) {
                    break;
                }
                planned = finished + Math.max(1, plan.pace().rounds() - round) * heats.size() * entrants.size();
            }
            round(round, heats);
            round++;
        }
        for (Heat heat : plan.heats()) {
            if (!book.has(heat)) {
                entrants.forEach(entrant -> skip(entrant, heat));
            }
        }
    }

    private void refuseWhatIsDenied() {
        for (Heat heat : plan.heats()) {
            for (Entrant entrant : entrants) {
                String lacks = entrant.lacks(heat.workload());
                if (!lacks.isEmpty()) {
                    book.refuse(entrant.name(), heat, Kind.DENIED, "the engine leaves out " + lacks);
                }
            }
        }
    }

    private void skip(Entrant entrant, Heat heat) {
        if (!book.refused(entrant.name(), heat)) {
            book.refuse(entrant.name(), heat, Kind.SKIPPED, "the budget ended first; give it more time by --budget");
        }
    }

    /** What has a result needs another before something new is begun: one round shows no spread. */
    private List<Heat> byImportance() {
        return plan.heats().stream().sorted(Comparator.comparing((Heat heat) -> !book.has(heat)).thenComparing(
                heat -> heat.workload().ordinal() + settings.data().indexOf(heat.data()))).toList();
    }

    private void round(int round, List<Heat> heats) throws IOException {
        List<Entrant> order = round % 2 == 0 ? entrants : entrants.reversed();
        for (Map.Entry<String, DataSpec> entry : data.entrySet()) {
            List<Heat> ofData = heats.stream().filter(heat -> heat.data().equals(entry.getKey())).toList();
            if (ofData.isEmpty()) {
                continue;
            }
            prepare(round, entry.getKey(), order);
            for (Heat heat : ofData) {
                heat(round, heat, order);
            }
            Storage.remove(roundFolder(round));
        }
    }

    /** Loads without measuring, where that is not a heat of its own and was not done before. */
    private void prepare(int round, String dataName, List<Entrant> order) throws IOException {
        if (round > 0 || !plan.loadsOnce(dataName)) {
            return;
        }
        for (Entrant entrant : order) {
            if (entrant.keepsItems()) {
                lap(round, new Heat(dataName, Workload.LOAD_RANDOM, 1), entrant, false);
            }
        }
    }

    private void heat(int round, Heat heat, List<Entrant> order) throws IOException {
        boolean fits = round == 0 ? time.fitsRounds(heat, order.size(), plan.pace().rounds())
                : time.fits(heat, order.size());
        if (!fits) {
            return;
        }
        double start = time.elapsedSeconds();
        for (Entrant entrant : order) {
            if (!book.refused(entrant.name(), heat)) {
                lap(round, heat, entrant, true);
            }
        }
        time.finishedHeat(heat, time.elapsedSeconds() - start);
    }

    private void lap(int round, Heat heat, Entrant entrant, boolean counts) throws IOException {
        if (book.closed()) {
            return;
        }
        String place = entrant.name() + "-" + heat.data();
        if (empty.contains(place)) {
            book.refuse(entrant.name(), heat, Kind.FAILED, "the data set could not be loaded");
            return;
        }
        Lap lap = newLap(round, heat, entrant, place);
        copyLoaded(lap, place);
        double start = time.elapsedSeconds();
        screen.starts(lap, round, finished, planned, time.remainingSeconds(planned - finished));
        LapResult result = forks.run(lap, plan.pace(), seconds -> screen.goesOn(lap, seconds));
        if (book.closed()) {
            return;
        }
        double seconds = time.elapsedSeconds() - start;
        if (counts) {
            time.finishedLap(heat, seconds);
            finished++;
        }
        forks.log("=== took seconds=" + seconds);
        screen.finished(lap, round, result, finished, planned, time.remainingSeconds(planned - finished));
        boolean isLoad = heat.workload().kind() == Workload.Kind.LOAD;
        if (!result.ok()) {
            book.refuse(entrant.name(), heat, Kind.FAILED, result.failure());
            if (heat.workload() == Workload.LOAD_RANDOM) {
                empty.add(place);
            }
        } else if (counts) {
            boolean stored = isLoad && entrant.keepsItems();
            long storedBytes = stored ? Storage.allocatedBytes(lap.directory()) : -1;
            book.add(entrant, heat, lap, result, dataBytes.getOrThrow(heat.data()), storedBytes);
        }
        if (isLoad && heat.workload() != Workload.LOAD_RANDOM || !entrant.keepsItems()) {
            Storage.remove(lap.directory());
        }
    }

    private Lap newLap(int round, Heat heat, Entrant entrant, String place) {
        DataSpec spec = data.get(heat.data());
        Durability level = entrant.level(heat.workload(), settings.durability());
        boolean isLoad = heat.workload().kind() == Workload.Kind.LOAD;
        Map<String, String> options =
                Sizing.fill(entrant.provider(), entrant.options(), spec.items(), dataBytes.getOrThrow(heat.data()));
        return new Lap(entrant.engine().name(), entrant.stack(), spec, heat.workload(), heat.threads(), level,
                !isLoad && entrant.keepsItems(), directory(round, heat, entrant, place), SEED + round,
                plan.warmUpSeconds(heat), plan.loadSecondsMax().getOrThrow(heat.data()), options);
    }

    private Path directory(int round, Heat heat, Entrant entrant, String place) {
        boolean isLoad = heat.workload().kind() == Workload.Kind.LOAD;
        if (heat.workload() != Workload.LOAD_RANDOM && (isLoad || !entrant.keepsItems())) {
            return roundFolder(round).resolve(place + "-" + heat.workload().label());
        }
        if (!plan.loadsOnce(heat.data())) {
            return roundFolder(round).resolve(place + "-" + LOADED);
        }
        return heat.workload().kind() == Workload.Kind.WRITE
                ? roundFolder(round).resolve(place + "-" + COPIED) : folder.resolve(place + "-" + LOADED);
    }

    /** What is loaded once must stay as it is: the writes of a round have a copy. */
    private void copyLoaded(Lap lap, String place) throws IOException {
        if (lap.reopens() && lap.directory().endsWith(place + "-" + COPIED) && !Files.exists(lap.directory())) {
            Storage.copy(folder.resolve(place + "-" + LOADED), lap.directory());
        }
    }

    private Path roundFolder(int round) {
        return folder.resolve("round-" + (round + 1));
    }
}
