/**
 * The conformance kit: numbered rules with one test each, and what they stand on. A product of its own, usable from a
 * project outside this tree.
 *
 * <p>Read in this order: {@link dev.dyno.kit.EngineContract}, the one class to extend, and
 * {@link dev.dyno.kit.LayoutContract} for its formats, {@link dev.dyno.kit.AllocationContract},
 * {@link dev.dyno.kit.ReadersBesideWriterContract} and {@link dev.dyno.kit.WriterBeside} for what only some engines
 * promise; {@link dev.dyno.kit.Rule}, {@link dev.dyno.kit.Family}, {@link dev.dyno.kit.RuleFamily},
 * {@link dev.dyno.kit.Fixture},
 * {@link dev.dyno.kit.Items}, {@link dev.dyno.kit.HeardChanges}, {@link dev.dyno.kit.PassingOn}; the families
 * {@link dev.dyno.kit.KeyRules},
 * {@link dev.dyno.kit.ReadRules}, {@link dev.dyno.kit.WriteRules}, {@link dev.dyno.kit.BatchRules},
 * {@link dev.dyno.kit.ConditionRules}, {@link dev.dyno.kit.QueryRules}, {@link dev.dyno.kit.CursorRules},
 * {@link dev.dyno.kit.SnapshotRules}, {@link dev.dyno.kit.LifetimeRules}, {@link dev.dyno.kit.ListenerRules},
 * {@link dev.dyno.kit.DurabilityRules}, {@link dev.dyno.kit.DamageRules}, {@link dev.dyno.kit.DiskFaultRules},
 * {@link dev.dyno.kit.CrashRules}, {@link dev.dyno.kit.ParallelRules}, {@link dev.dyno.kit.PropertyRules};
 * and, to run rules from a program, {@link dev.dyno.kit.Conformance}, {@link dev.dyno.kit.RuleTest},
 * {@link dev.dyno.kit.RuleResult}, {@link dev.dyno.kit.ConformanceReport}.
 *
 * <p>Scripts, histories, crashes and kills are in {@code dev.dyno.kit.script}, {@code dev.dyno.kit.history},
 * {@code dev.dyno.kit.crash} and {@code dev.dyno.kit.kill}: usable alone, they know no rules.
 *
 * <p>The model engine and the wrappers are in {@code dev.dyno.kit.model}, {@code dev.dyno.kit.strict} and
 * {@code dev.dyno.kit.mirror}.
 */
package dev.dyno.kit;
