/**
 * The control plane: tables, indexes, tags, time to live.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.control.ControlPlane}.
 */
package dev.dyno.dynamo.control;
