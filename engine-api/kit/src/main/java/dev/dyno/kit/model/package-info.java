/**
 * The model: the simplest engine that keeps the rules, and the oracle that others are compared with. Correct before
 * fast: one lock for writers, and a state that is never changed but replaced, so that a snapshot is a pointer.
 *
 * <p>Read in this order: {@link dev.dyno.kit.model.ModelEngineProvider}, {@link dev.dyno.kit.model.ModelEngine};
 * then, package-private, {@code ItemKey}, {@code Item}, {@code ItemTree}, {@code ModelState}, {@code ModelCommit},
 * {@code ModelReader}, {@code ModelTable},
 * {@code ModelCursor}, {@code OwnedRange}, {@code ModelSession}, {@code ModelSnapshot}.
 *
 * <p>Guarantees: every rule of {@code docs/rules.md} but those on durability, which it denies: its items are in the
 * heap and gone when it closes.
 */
package dev.dyno.kit.model;
