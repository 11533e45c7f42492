/**
 * Two engines as one: every call goes to both, and an answer that differs is an error that shows both.
 *
 * <p>Read in this order: {@link dev.dyno.kit.mirror.MirrorProvider}, {@link dev.dyno.kit.mirror.MirrorEngine}; then,
 * package-private, {@code Answers}, {@code Tokens}, {@code MirrorSession}, {@code MirrorReader}, {@code MirrorTable},
 * {@code MirrorCursor}, {@code MirrorSnapshot}.
 *
 * <p>Guarantees: the subject's answers are passed on unchanged. The reference keeps the items only: durability,
 * checkpoints and listeners are the subject's.
 */
package dev.dyno.kit.mirror;
