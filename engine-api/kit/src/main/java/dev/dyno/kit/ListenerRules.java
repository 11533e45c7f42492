package dev.dyno.kit;

/** The rules of this family. */
public interface ListenerRules extends RuleFamily {
}
