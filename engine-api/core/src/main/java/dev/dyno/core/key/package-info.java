/**
 * Keys as one byte string.
 *
 * <p>Read in this order: {@link dev.dyno.core.key.KeyCodec}, {@link dev.dyno.core.key.KeyBounds}. Depends on the SPI's
 * {@link dev.dyno.api.Key} only.
 */
package dev.dyno.core.key;
