package dev.dyno.kit;

/** The rules of this family. */
public interface DurabilityRules extends RuleFamily {
}
