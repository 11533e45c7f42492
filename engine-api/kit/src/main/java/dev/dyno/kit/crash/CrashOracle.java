package dev.dyno.kit.crash;

import dev.dyno.api.Durability;
import dev.dyno.kit.script.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which states a crash may leave: the state after some prefix of the operations, at least as long as what was promised.
 * An operation that ended in an error may or may not have happened, so from there on a prefix has two states.
 *
 * <p>A state maps {@code "table partition sort"} to a value, and {@code "table"} to itself for each table there is.
 */
final class CrashOracle {

    /**
     * After an operation.
     *
     * @param sequence the engine's committed sequence then, or 0 if it could not be asked
     */
    private record Step(Operation operation, Set<Map<String, String>> states, long sequence) { }

    private final List<Step> steps = new ArrayList<>();
    /** Every value that was ever written, by key: any other was never anybody's. */
    private final Map<String, Set<String>> written = new TreeMap<>();
    /** Steps that must survive a kill, a power cut, and a power cut without the last sync. */
    private int processFloor;
    private int syncFloor;
    private int syncFloorBefore;

    CrashOracle() {
        steps.add(new Step(Operation.Service.REOPEN, Set.of(Map.of()), 0));
    }

    /** An operation was acknowledged. */
    void acknowledged(Operation operation, Durability level, long sequence, long durableSequence) {
        Set<Map<String, String>> next = new LinkedHashSet<>();
        latest().states().forEach(state -> next.add(after(state, operation)));
        steps.add(new Step(operation, next, sequence));
        int now = steps.size() - 1;
        if (level == Durability.SYNC) {
            promise(now);
        }
        if (level == Durability.SYNC || level == Durability.PROCESS) {
            processFloor = now;
        }
        for (int step = now; step > syncFloor; step--) {
            if (steps.get(step).sequence() > 0 && steps.get(step).sequence() <= durableSequence) {
                promise(step);
            }
        }
    }

    /** An operation ended without an answer. */
    void unknown(Operation operation) {
        Set<Map<String, String>> next = new LinkedHashSet<>(latest().states());
        latest().states().forEach(state -> next.add(after(state, operation)));
        steps.add(new Step(operation, next, 0));
    }

    private void promise(int step) {
        if (!steps.get(step).states().equals(steps.get(syncFloor).states())) {
            syncFloorBefore = syncFloor;
        }
        syncFloor = step;
        processFloor = Math.max(processFloor, step);
    }

    int processFloor() {
        return processFloor;
    }

    int syncFloor() {
        return syncFloor;
    }

    /** Without what the last sync brought: bit rot in the last synced frame of a log looks like a torn tail. */
    int syncFloorBefore() {
        return syncFloorBefore;
    }

    /** The states that are certain to be allowed now, without a crash. */
    Set<Map<String, String>> latestStates() {
        return latest().states();
    }

    /** What is wrong with a state found after a crash, or the empty string. */
    String judge(Map<String, String> found, int floor) {
        for (Map.Entry<String, String> item : found.entrySet()) {
            if (!written.getOrDefault(item.getKey(), Set.of()).contains(item.getValue())) {
                return "key \"" + item.getKey() + "\" returned " + item.getValue().length()
                        + " bytes that nobody wrote: " + cut(item.getValue());
            }
        }
        int last = steps.size() - 1;
        for (int step = last; step >= floor; step--) {
            if (steps.get(step).states().contains(found)) {
                return "";
            }
        }
        for (int step = floor - 1; step >= 0; step--) {
            if (steps.get(step).states().contains(found)) {
                return "acknowledged writes are lost: the state is that after operation " + step + ", but operation "
                        + floor + " was promised: " + cut(steps.get(floor).operation().text());
            }
        }
        return nearest(found, floor);
    }

    /** The allowed state that differs in the fewest keys, and where. */
    private String nearest(Map<String, String> found, int floor) {
        int best = Integer.MAX_VALUE;
        String text = "";
        for (int step = floor; step < steps.size(); step++) {
            for (Map<String, String> state : steps.get(step).states()) {
                Set<String> keys = new HashSet<>(state.keySet());
                keys.addAll(found.keySet());
                keys.removeIf(key -> state.getOrDefault(key, "").equals(found.getOrDefault(key, "")));
                if (keys.size() < best) {
                    best = keys.size();
                    String key = keys.stream().sorted().findFirst().orElseThrow();
                    text = "the state is not that after any prefix of the operations; nearest is operation " + step
                            + " (" + cut(steps.get(step).operation().text()) + "), where " + keys.size()
                            + " keys differ, first \"" + key + "\": expected " + cut(state.getOrDefault(key, "none"))
                            + ", got " + cut(found.getOrDefault(key, "none"));
                }
            }
        }
        return text;
    }

    private Step latest() {
        return steps.getLast();
    }

    private Map<String, String> after(Map<String, String> state, Operation operation) {
        Map<String, String> next = new TreeMap<>(state);
        switch (operation) {
            case Operation.Put put -> put(next, put);
            case Operation.Delete delete -> next.remove(name(delete.table(), delete.key()));
            case Operation.Batch batch -> {
                for (Operation.Batched one : batch.operations()) {
                    if (one instanceof Operation.Put put) {
                        put(next, put);
                    } else {
                        next.remove(name(one.table(), one.key()));
                    }
                }
            }
            case Operation.CreateTable create -> put(next, create.table(), create.table());
            case Operation.DropTable drop -> next.keySet().removeIf(
                    key -> key.equals(drop.table()) || key.startsWith(drop.table() + " "));
            default -> { }
        }
        return next;
    }

    private void put(Map<String, String> state, Operation.Put put) {
        put(state, name(put.table(), put.key()), put.value());
    }

    private void put(Map<String, String> state, String key, String value) {
        written.computeIfAbsent(key, k -> new HashSet<>()).add(value);
        state.put(key, value);
    }

    static String name(String table, Operation.ItemKey key) {
        return table + " " + key;
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
