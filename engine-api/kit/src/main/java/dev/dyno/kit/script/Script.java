package dev.dyno.kit.script;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Calls on an engine as text, one a line, that run on any engine: what a failing property is shrunk to, what
 * {@code ./dyno verify ENGINE --script FILE} replays, and what people write to show a bug.
 *
 * <pre>
 * seed 8127731                          where it was drawn from
 * table u unsorted                      tables that no line creates are made before the first line, sorted
 * put t p a = 1 if absent returning at sync
 * delete t p a if sequence current      the item's own sequence; also: stale, none
 * update t p a append 2
 * batch at sync put t p a = 1; delete t p b if present; check t q '' if value 7
 * snapshot s
 * get t p a at s                        without at: the latest commit
 * getbatch t p a, p b
 * query t p from a below c descending limit 3 seek b
 * scan t in 4
 * close s
 * checkpoint
 * </pre>
 *
 * Also {@code sync}, {@code verify}, {@code reopen}, {@code drop t}. {@code #} starts a comment. Bytes are written as
 * {@code ab\x00}, a run of equal bytes as {@code a{1024}}, no bytes as {@code ''}.
 *
 * @param seed what the generator was started with; 0 for a script that a person wrote
 */
public record Script(long seed, List<Operation> operations) {

    public Script {
        operations = List.copyOf(operations);
    }

    /** @throws IllegalArgumentException naming the line and what was expected there */
    public static Script parse(String text) {
        return new ScriptParser().parse(text);
    }

    /** {@link #parse} reads it back. */
    public String text() {
        return "seed " + seed + "\n"
                + operations.stream().map(Operation::text).collect(Collectors.joining("\n")) + "\n";
    }

    /** The tables used before any line creates them, in the order of their first use. */
    Set<String> impliedTables() {
        Set<String> created = new LinkedHashSet<>();
        Set<String> implied = new LinkedHashSet<>();
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.CreateTable create -> created.add(create.table());
                case Operation.Batch batch -> batch.operations().forEach(one -> imply(one.table(), created, implied));
                default -> imply(operation.table(), created, implied);
            }
        }
        return implied;
    }

    private static void imply(String table, Set<String> created, Set<String> implied) {
        if (!table.isEmpty() && !created.contains(table)) {
            implied.add(table);
        }
    }
}
