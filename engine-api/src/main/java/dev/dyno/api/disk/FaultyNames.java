package dev.dyno.api.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The names of a {@link FaultyDisk}: those there are, those that are durable, and what happened between. */
final class FaultyNames {

    private final TreeMap<String, FaultyContents> live = new TreeMap<>();
    private final TreeMap<String, FaultyContents> durable = new TreeMap<>();
    private final List<Rename> unsynced = new ArrayList<>();

    /** Began when the power went. */
    private final List<Rename> inFlight = new ArrayList<>();

    /** From nothing: a creation. To nothing: a deletion. Nothing is the empty name. */
    private record Rename(String from, String to, FaultyContents contents) {

        void applyTo(TreeMap<String, FaultyContents> names) {
            if (!to.isEmpty()) {
                names.values().removeIf(other -> other == contents); // also under names that later renames skipped
                if (FileNames.clash(names.navigableKeySet(), to).isEmpty()) {
                    names.put(to, contents);
                }
            } else if (names.get(from) == contents) {
                names.remove(from);
            }
        }
    }

    TreeMap<String, FaultyContents> live() {
        return live;
    }

    /** Names a file that was there before all else. */
    void addDurable(String name, FaultyContents contents) {
        live.put(name, contents);
        durable.put(name, contents);
    }

    /** @param cut whether the power goes before it is done */
    void change(String from, String to, FaultyContents contents, boolean cut) {
        Rename rename = new Rename(from, to, contents);
        if (cut) {
            inFlight.add(rename);
        } else {
            rename.applyTo(live);
            unsynced.add(rename);
        }
    }

    void sync() {
        unsynced.forEach(rename -> rename.applyTo(durable));
        unsynced.clear();
    }

    /** Some become durable; no later sync brings the others back. */
    void failSync(SplittableRandom random) {
        drawSome(unsynced, durable, random);
        unsynced.clear();
    }

    TreeMap<String, FaultyContents> afterPowerCut(FaultyDisk.Survival survival, SplittableRandom random) {
        TreeMap<String, FaultyContents> names = new TreeMap<>(durable);
        switch (survival) {
            case UNSYNCED_LOST -> { }
            case UNSYNCED_KEPT -> unsynced.forEach(rename -> rename.applyTo(names));
            case UNSYNCED_TORN -> {
                drawSome(unsynced, names, random);
                drawSome(inFlight, names, random);
            }
        }
        return names;
    }

    private static void drawSome(List<Rename> renames, TreeMap<String, FaultyContents> names, SplittableRandom random) {
        for (Rename rename : renames) {
            if (random.nextBoolean()) {
                rename.applyTo(names);
            }
        }
    }
}
