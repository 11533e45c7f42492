package dev.dyno.kit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Items as registers. Linearizability is local, so histories of single-key actions are checked key by key; as soon as
 * batches or snapshots are in them, all keys together are one register, which makes it strict serializability.
 */
public final class Registers implements Sequential<Map<String, String>, Action> {

    /** @return what is wrong, or empty */
    public static Optional<String> check(List<Call<Action>> calls) {
        Registers registers = new Registers();
        Map<String, List<Call<Action>>> parts = new LinkedHashMap<>();
        boolean local = calls.stream().noneMatch(call -> key(call.action()).isEmpty());
        for (Call<Action> call : calls) {
            parts.computeIfAbsent(local ? key(call.action()) : "all keys", k -> new ArrayList<>()).add(call);
        }
        for (Map.Entry<String, List<Call<Action>>> part : parts.entrySet()) {
            Optional<Call<Action>> violation = Linearizability.violation(registers, part.getValue());
            if (violation.isPresent()) {
                return Optional.of("not linearizable: key=" + part.getKey() + ", stuck at " + violation.get() + around(
                        part.getValue(), violation.get()));
            }
        }
        return Optional.empty();
    }

    @Override
    public Map<String, String> initial() {
        return Map.of();
    }

    @Override
    public boolean allows(Map<String, String> state, Action action) {
        return switch (action) {
            case Action.Put put -> true;
            case Action.Batch batch -> true;
            case Action.Delete delete -> delete.removed() != at(state, delete.key()).equals(Action.ABSENT);
            case Action.Get get -> at(state, get.key()).equals(get.seen());
            case Action.Swap swap -> swap.done() == at(state, swap.key()).equals(swap.expected());
            case Action.Exchange exchange -> at(state, exchange.key()).equals(exchange.old());
            case Action.View view -> view.seen().entrySet().stream()
                    .allMatch(seen -> at(state, seen.getKey()).equals(seen.getValue()));
        };
    }

    @Override
    public Map<String, String> after(Map<String, String> state, Action action) {
        return switch (action) {
            case Action.Put put -> with(state, Map.of(put.key(), put.value()));
            case Action.Batch batch -> with(state, batch.values());
            case Action.Delete delete -> with(state, Map.of(delete.key(), Action.ABSENT));
            case Action.Swap swap -> swap.done() ? with(state, Map.of(swap.key(), swap.value())) : state;
            case Action.Exchange exchange -> with(state, Map.of(exchange.key(), exchange.value()));
            case Action.Get get -> state;
            case Action.View view -> state;
        };
    }

    private static String at(Map<String, String> state, String key) {
        return state.getOrDefault(key, Action.ABSENT);
    }

    private static Map<String, String> with(Map<String, String> state, Map<String, String> changes) {
        Map<String, String> next = new HashMap<>(state);
        changes.forEach((key, value) -> {
            if (value.equals(Action.ABSENT)) {
                next.remove(key);
            } else {
                next.put(key, value);
            }
        });
        return Map.copyOf(next);
    }

    /** The key of a single-key action, or the empty string. */
    private static String key(Action action) {
        return switch (action) {
            case Action.Put put -> put.key();
            case Action.Delete delete -> delete.key();
            case Action.Get get -> get.key();
            case Action.Swap swap -> swap.key();
            case Action.Exchange exchange -> exchange.key();
            case Action.Batch batch -> "";
            case Action.View view -> "";
        };
    }

    /** The calls that overlap the one in question or end just before it, for people. */
    private static String around(List<Call<Action>> calls, Call<Action> stuck) {
        StringBuilder text = new StringBuilder();
        for (Call<Action> call : calls) {
            if (call.returned() > stuck.invoked() - 12 && call.invoked() < stuck.returned()) {
                text.append("\n    ").append(call);
            }
        }
        return text.toString();
    }
}
