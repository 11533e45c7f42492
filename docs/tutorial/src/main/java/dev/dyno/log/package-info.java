/**
 * The tutorial's engine: the log is the database, an index in memory says where each item lies in it.
 *
 * <p>Read in this order: {@link dev.dyno.log.LogEngineProvider}, ItemKey, LogIndex, LogEngine, LogSession, LogTable,
 * LogCursor. {@code README.md} of this module walks through them.
 *
 * <p>What it is good for: to be read in one sitting, and to show what an engine has to bring when engine-core brings
 * the rest. What it is not: the log is never compacted and the index allocates; an engine that races does neither.
 *
 * <p>Source: Sheehy and Smith, Bitcask: A Log-Structured Hash Table for Fast Key/Value Data, 2010; the index here is
 * ordered.
 */
package dev.dyno.log;
