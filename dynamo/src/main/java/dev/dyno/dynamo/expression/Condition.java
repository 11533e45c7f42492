package dev.dyno.dynamo.expression;

/** A condition that was compiled. Immutable and shared by threads: what it needs while it runs is in the scope. */
public interface Condition {

    boolean test(Scope scope);
}
