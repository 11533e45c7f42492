package dev.dyno.kit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the calls of a history could have come one at a time, each at some instant between its invocation and its
 * return, and been answered as they were.
 *
 * <p>How it works: the search of Wing and Gong walks the list of invocations and returns, tries each call that no
 * return stands before, lifts it out of the list and starts over; at a return it takes the last choice back. Lowe's
 * addition makes it fast: a set of calls made together with the state they led to is looked at once, because from
 * there on everything repeats. A pending call has no return in the list: it may be left over at the end.
 *
 * <p>Sources: Wing and Gong, Testing and Verifying Concurrent Objects, JPDC 1993; Lowe, Testing for Linearizability,
 * Concurrency and Computation 2017.
 */
public final class Linearizability<S, A> {

    /** A point in the list of a history: an invocation (with its return in {@code match}), or a return. */
    private static final class Entry {
        private final int call;
        private final boolean isReturn;
        private Entry match;
        private Entry before;
        private Entry after;

        private Entry(int call, boolean isReturn) {
            this.call = call;
            this.isReturn = isReturn;
        }
    }

    private record Configuration<S>(BitSet done, S state) { }

    private record Choice<S>(Entry entry, S state) { }

    private final Sequential<S, A> specification;
    private final List<Call<A>> calls;
    private final Entry head = new Entry(-1, false);
    private final Set<Configuration<S>> seen = new HashSet<>();
    private final Deque<Choice<S>> choices = new ArrayDeque<>();
    private final BitSet done = new BitSet();
    private int completedLeft;
    private int mostDone;
    private Call<A> stuckAt;

    private Linearizability(Sequential<S, A> specification, List<Call<A>> calls) {
        this.specification = specification;
        this.calls = calls;
    }

    /** @return empty if the history is linearizable; else the call at which the longest attempt got stuck */
    public static <S, A> Optional<Call<A>> violation(Sequential<S, A> specification, List<Call<A>> calls) {
        Linearizability<S, A> search = new Linearizability<>(specification, calls);
        search.link();
        return search.succeeds() ? Optional.empty() : Optional.of(search.stuckAt);
    }

    private record Point(long order, Entry entry) { }

    private void link() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Call<A> call = calls.get(i);
            Entry invocation = new Entry(i, false);
            points.add(new Point(call.invoked(), invocation));
            if (!call.pending()) {
                invocation.match = new Entry(i, true);
                points.add(new Point(call.returned(), invocation.match));
                completedLeft++;
            }
        }
        points.sort(Comparator.comparingLong(Point::order));
        Entry last = head;
        for (Point point : points) {
            last.after = point.entry();
            point.entry().before = last;
            last = point.entry();
        }
    }

    private boolean succeeds() {
        S state = specification.initial();
        Entry entry = head.after;
        while (completedLeft > 0) {
            if (entry != null && !entry.isReturn) {
                A action = calls.get(entry.call).action();
                if (specification.allows(state, action) && isNew(entry, specification.after(state, action))) {
                    choices.push(new Choice<>(entry, state));
                    state = specification.after(state, action);
                    lift(entry);
                    entry = head.after;
                } else {
                    entry = entry.after;
                }
            } else {
                noteStuck(entry);
                if (choices.isEmpty()) {
                    return false;
                }
                Choice<S> last = choices.pop();
                state = last.state();
                restore(last.entry());
                entry = last.entry().after;
            }
        }
        return true;
    }

    private boolean isNew(Entry entry, S after) {
        BitSet with = (BitSet) done.clone();
        with.set(entry.call);
        return seen.add(new Configuration<>(with, after));
    }

    private void noteStuck(Entry entry) {
        if (entry != null && (stuckAt == null || done.cardinality() > mostDone)) {
            mostDone = done.cardinality();
            stuckAt = calls.get(entry.call);
        }
    }

    private void lift(Entry entry) {
        done.set(entry.call);
        unlink(entry);
        if (entry.match != null) {
            unlink(entry.match);
            completedLeft--;
        }
    }

    private void restore(Entry entry) {
        done.clear(entry.call);
        if (entry.match != null) {
            relink(entry.match);
            completedLeft++;
        }
        relink(entry);
    }

    private static void unlink(Entry entry) {
        entry.before.after = entry.after;
        if (entry.after != null) {
            entry.after.before = entry.before;
        }
    }

    /** Its neighbours are still in {@code entry}: entries go back in the reverse of the order they left. */
    private static void relink(Entry entry) {
        entry.before.after = entry;
        if (entry.after != null) {
            entry.after.before = entry;
        }
    }
}
