/**
 * The commands of {@code ./dyno}: one class a verb, no work of their own beyond asking and showing.
 *
 * <p>Read in this order: {@link dev.dyno.bench.cli.Main}; then a verb, such as {@code VerifyCommand}; {@code Failures}
 * for what becomes of an error, {@code Exit} for the codes, {@code Screen} for what is printed where.
 */
package dev.dyno.bench.cli;
