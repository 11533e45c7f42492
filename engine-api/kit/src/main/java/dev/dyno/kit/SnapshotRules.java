package dev.dyno.kit;

/** The rules of this family. */
public interface SnapshotRules extends RuleFamily {
}
