/**
 * Slotted pages at raw addresses: sorted entries in a fixed number of bytes.
 *
 * <p>Read in this order: {@link dev.dyno.core.page.SlottedPage}, {@link dev.dyno.core.page.LateSlots},
 * {@link dev.dyno.core.page.KeyBytes}, {@link dev.dyno.core.page.Varint}; the bytes are in PageLayout and SlotLayout.
 * Depends on {@code api.layout}; knows nothing of trees, files or threads.
 */
package dev.dyno.core.page;
