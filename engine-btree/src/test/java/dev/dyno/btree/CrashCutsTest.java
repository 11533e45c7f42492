package dev.dyno.btree;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Option;
import dev.dyno.api.disk.TracingDisk;
import dev.dyno.api.run.Events;
import dev.dyno.kit.crash.CrashMatrix;
import dev.dyno.kit.crash.CrashMode;
import dev.dyno.kit.crash.CrashResult;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * With the miniature options the cuts of a crash matrix fall where they hurt. A split is a matter of memory, so a cut
 * in the middle of one is a cut after which recovery has to split again what no checkpoint has kept.
 */
class CrashCutsTest {

    private static final int OPERATIONS = 500;
    private static final int POINTS = 400;
    private static final int EACH_MIN = 3;

    private enum Cut { SPLIT, MERGE, LOG_GROWTH, FILE_GROWTH, CHECKPOINT_PAGES, CHECKPOINT_VALUES, CHECKPOINT_MAP,
        CHECKPOINT_NAME, OLD_MAP }

    @Test
    void cutsFallIntoTheMiddleOfEveryStructureChange() {
        Watched watched = new Watched();
        CrashResult result = new CrashMatrix(watched, Map.of(), 5, OPERATIONS, POINTS).run(EnumSet.of(CrashMode.KILL));
        assertTrue(result.clean(), result::failures);
        for (Cut cut : Cut.values()) {
            assertTrue(watched.cuts.getOrDefault(cut, 0) >= EACH_MIN, () -> "cuts in " + cut + ": " + watched.cuts);
        }
    }

    /** The engine on a disk whose cuts are classified. */
    private static final class Watched implements EngineProvider {

        private final EngineProvider inner = new BTreeEngineProvider();
        private final Map<Cut, Integer> cuts = new EnumMap<>(Cut.class);
        /** Since the last open. */
        private boolean cut;

        @Override
        public Engine open(EngineConfig config) {
            Map<Events.Kind, Integer> replayed = new EnumMap<>(Events.Kind.class);
            Engine engine = inner.open(config.withDisk(new TracingDisk(config.disk(), new Trace(this)))
                    .withEvents((kind, start, duration, amount) -> replayed.merge(kind, 1, Integer::sum)));
            if (cut && replayed.containsKey(Events.Kind.SPLIT)) {
                count(Cut.SPLIT);
            }
            if (cut && replayed.containsKey(Events.Kind.MERGE)) {
                count(Cut.MERGE);
            }
            cut = false;
            replayed.clear();
            return engine;
        }

        void count(Cut cut) {
            cuts.merge(cut, 1, Integer::sum);
        }

        @Override
        public Map<String, String> miniature() {
            return inner.miniature();
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public String summary() {
            return inner.summary();
        }

        @Override
        public Set<Capability> capabilities() {
            return inner.capabilities();
        }

        @Override
        public List<Option<?>> options() {
            return inner.options();
        }
    }

    /** Reads the lines of a {@link TracingDisk}; the first one that tells of a power cut is the operation it hit. */
    private static final class Trace implements Appendable {

        private final Watched watched;
        private final Map<String, Long> ends = new HashMap<>();
        private boolean cut;

        Trace(Watched watched) {
            this.watched = watched;
        }

        @Override
        public Trace append(CharSequence line) {
            String text = line.toString();
            String[] words = text.split(" ");
            boolean hit = !cut && text.contains("PowerCut");
            if (words.length >= 4 && words[0].equals("write")) {
                long end = number(words[2]) + number(words[3]);
                if (hit && words[1].equals(CheckpointFiles.PAGES) && end > ends.getOrDefault(words[1], 0L)) {
                    watched.count(Cut.FILE_GROWTH);
                }
                ends.merge(words[1], end, Math::max);
            }
            if (hit) {
                cut = true;
                watched.cut = true;
                classify(words);
            }
            return this;
        }

        private void classify(String[] words) {
            String operation = words[0];
            String file = words.length > 1 ? words[1] : "";
            switch (file) {
                case CheckpointFiles.PAGES -> watched.count(Cut.CHECKPOINT_PAGES);
                case CheckpointFiles.LARGE -> watched.count(Cut.CHECKPOINT_VALUES);
                case CheckpointFiles.MAP_NEW -> watched.count(
                        operation.equals("rename") ? Cut.CHECKPOINT_NAME : Cut.CHECKPOINT_MAP);
                default -> {
                    if (file.startsWith(CheckpointFiles.MAP_PREFIX)) {
                        watched.count(Cut.OLD_MAP);
                    } else if (operation.equals("zero") || file.startsWith("log/next")) {
                        watched.count(Cut.LOG_GROWTH);
                    }
                }
            }
        }

        /** Of {@code position=17}. */
        private static long number(String word) {
            return Long.parseLong(word.substring(word.indexOf('=') + 1));
        }

        @Override
        public Trace append(CharSequence text, int start, int end) {
            return append(text.subSequence(start, end));
        }

        @Override
        public Trace append(char c) {
            return this; // the end of a line
        }
    }
}
