package dev.dyno.kit.mirror;

import dev.dyno.api.Bytes;
import dev.dyno.api.EngineException.Failed;
import dev.dyno.api.EngineException.Full;
import dev.dyno.api.EngineException.Io;
import dev.dyno.api.EngineException.Unsupported;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Names;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/**
 * Asks both engines, one call of all threads at a time, and compares. An exception is an answer: its class is compared.
 * The reference is not asked about what the subject denies, or what its disk and listeners did to it.
 */
final class Answers {

    private final ReentrantLock turn = new ReentrantLock();
    private final String names;
    /** Guarded by {@link #turn}: the reference is running, perhaps a callback of the caller's. */
    private boolean askingReference;

    Answers(String names) {
        this.names = names;
    }

    /** @return the subject's answer */
    <T> T same(String call, Supplier<T> subject, Supplier<T> reference) {
        return same(call, subject, reference, Objects::equals);
    }

    <T> T same(String call, Supplier<T> subject, Supplier<T> reference, BiPredicate<T, T> equal) {
        if (turn.isHeldByCurrentThread()) {
            return insideCallback(subject);
        }
        turn.lock();
        try {
            Outcome<T> first = Outcome.of(subject);
            if (isSubjectsOwn(first.failure)) {
                throw first.failure;
            }
            Outcome<T> second = ask(reference);
            if (!first.sameAs(second, equal)) {
                throw new AssertionError("answers differ: engines=" + names + ", call=" + call + ", subject=" + first
                        + ", reference=" + second, first.failure == null ? second.failure : first.failure);
            }
            if (first.failure != null) {
                throw first.failure;
            }
            return first.value;
        } finally {
            turn.unlock();
        }
    }

    /** A call from within a call: the subject has to stop it, and the reference's callbacks are stopped here. */
    private <T> T insideCallback(Supplier<T> subject) {
        if (askingReference) {
            throw new IllegalStateException("a predicate or updater must not call its engine: engine=" + names);
        }
        return subject.get();
    }

    private <T> Outcome<T> ask(Supplier<T> reference) {
        askingReference = true;
        try {
            return Outcome.of(reference);
        } finally {
            askingReference = false;
        }
    }

    private static boolean isSubjectsOwn(RuntimeException failure) {
        return failure instanceof Unsupported || failure instanceof Failed || failure instanceof Full
                || failure instanceof Io;
    }

    /** For calls that only the subject answers. */
    <T> T alone(Supplier<T> subject) {
        turn.lock();
        try {
            return subject.get();
        } finally {
            turn.unlock();
        }
    }

    /** Compares what two views show: existence and bytes. */
    void compare(String call, ItemView subject, ItemView reference) {
        if (subject.exists() != reference.exists() || !equal(subject.value(), reference.value())) {
            throw new AssertionError("answers differ: engines=" + names + ", call=" + call + ", subject="
                    + show(subject) + ", reference=" + show(reference));
        }
    }

    void compare(String call, Key subject, Key reference) {
        if (!subject.sameAs(reference)) {
            throw new AssertionError("answers differ: engines=" + names + ", call=" + call + ", subject=" + subject
                    + ", reference=" + reference);
        }
    }

    private static boolean equal(DirectBuffer a, DirectBuffer b) {
        return Bytes.equal(a, 0, a.capacity(), b, 0, b.capacity());
    }

    private static String show(ItemView view) {
        return view.exists() ? Names.printable(view.value()) : "no item";
    }

    private record Outcome<T>(T value, RuntimeException failure) {
        static <T> Outcome<T> of(Supplier<T> call) {
            try {
                return new Outcome<>(call.get(), null);
            } catch (RuntimeException e) {
                return new Outcome<>(null, e);
            }
        }

        boolean sameAs(Outcome<T> other, BiPredicate<T, T> equal) {
            if (failure != null || other.failure != null) {
                return failure != null && other.failure != null && failure.getClass() == other.failure.getClass();
            }
            return equal.test(value, other.value);
        }

        @Override
        public String toString() {
            return failure == null ? String.valueOf(value) : failure.toString();
        }
    }
}
