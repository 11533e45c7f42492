/**
 * A hostile wrapper: it holds callers to the contract that engines are free to rely on.
 *
 * <p>Read in this order: {@link dev.dyno.kit.strict.StrictEngine}; then, package-private, {@code Lifetimes},
 * {@code StrictSession}, {@code StrictReader}, {@code StrictTable}, {@code StrictCursor}, {@code StrictSnapshot}.
 *
 * <p>Guarantees: a caller that keeps the contract sees no difference but in speed.
 */
package dev.dyno.kit.strict;
