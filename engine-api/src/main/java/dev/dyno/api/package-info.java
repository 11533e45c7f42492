/**
 * The SPI: the one joint between an engine and everything above it.
 *
 * <p>Read in this order: {@link dev.dyno.api.Engine}, {@link dev.dyno.api.Session}, {@link dev.dyno.api.Reader},
 * {@link dev.dyno.api.Table}, {@link dev.dyno.api.Cursor}, {@link dev.dyno.api.Range}, {@link dev.dyno.api.Snapshot};
 * the flyweights {@link dev.dyno.api.Key}, {@link dev.dyno.api.KeyBatch}, {@link dev.dyno.api.ItemView};
 * writing with {@link dev.dyno.api.WriteOptions}, {@link dev.dyno.api.Outcome}, {@link dev.dyno.api.WriteBatch},
 * {@link dev.dyno.api.ItemPredicate}, {@link dev.dyno.api.ItemUpdater}, {@link dev.dyno.api.ItemSink};
 * promises in {@link dev.dyno.api.Durability}, {@link dev.dyno.api.Capability}, {@link dev.dyno.api.Limits},
 * {@link dev.dyno.api.EngineException}; change capture in {@link dev.dyno.api.CommitListener};
 * opening with {@link dev.dyno.api.EngineProvider}, {@link dev.dyno.api.EngineConfig}, {@link dev.dyno.api.Option},
 * {@link dev.dyno.api.Names}, {@link dev.dyno.api.Engines}, {@link dev.dyno.api.TableSpec};
 * looking inside with {@link dev.dyno.api.EngineStats}, {@link dev.dyno.api.Verification},
 * {@link dev.dyno.api.Shape}; and, for layers, {@link dev.dyno.api.ForwardingEngine},
 * {@link dev.dyno.api.ForwardingSession}, {@link dev.dyno.api.ForwardingTable}.
 *
 * <p>Depends on {@code api.disk}, {@code api.memory}, {@code api.run} and {@code api.layout}; knows no engine.
 *
 * <p>The rules an engine keeps are numbered in {@code docs/rules.md}; the kit has one test for each.
 */
package dev.dyno.api;
