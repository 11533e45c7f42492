/**
 * One layout, one place: the bytes of every file and off-heap structure are declared once, and offsets, accessors,
 * checks, annotated dumps and documentation tables come from that declaration.
 *
 * <p>Read in this order: {@link dev.dyno.api.layout.Layout}, {@link dev.dyno.api.layout.Field},
 * {@link dev.dyno.api.layout.Dump}, {@link dev.dyno.api.layout.FileHeader}.
 */
package dev.dyno.api.layout;
