package dev.dyno.kit.history;

/**
 * What an object does when its calls come one at a time. Actions hold their answers, so a specification says whether an
 * answer was possible and what the state is afterwards.
 *
 * @param <S> states: immutable, with {@code equals} and {@code hashCode}
 */
public interface Sequential<S, A> {

    S initial();

    /** Whether the action may answer in this state as it did. */
    boolean allows(S state, A action);

    /** The state after an action that is allowed. */
    S after(S state, A action);
}
