/**
 * Scripts: calls on an engine as text, drawn at random, shrunk when they fail, replayed on any engine.
 *
 * <p>Read in this order: {@link dev.dyno.kit.script.Operation}, {@link dev.dyno.kit.script.Script},
 * {@link dev.dyno.kit.script.Opener}, {@link dev.dyno.kit.script.ScriptSide}, {@link dev.dyno.kit.script.ScriptRunner},
 * {@link dev.dyno.kit.script.Difference}, {@link dev.dyno.kit.script.ScriptArbitraries},
 * {@link dev.dyno.kit.script.ScriptSearch}.
 */
package dev.dyno.kit.script;
