package dev.dyno.api.memory;

import org.agrona.UnsafeApi;

/**
 * Has the system find pages of memory and of mapped files before they are needed: by stores that change nothing.
 *
 * <p>Why not the call that Linux has for it ({@code MADV_POPULATE_WRITE}): it holds the lock of all the process's
 * mappings while the system finds and clears one page after the other. Whoever maps or unmaps anything meanwhile waits
 * for it, and who touches a new page then waits behind him; with more threads than processors for 30 ms and more. A
 * store of one's own locks the mapping that it goes to, and only against being unmapped.
 *
 * <p>Threads: any, beside any loads and stores.
 */
public final class Touch {

    private static final long PAGE_BYTES = 4096;

    private Touch() {
    }

    /**
     * Has the system find a part of memory, or of a file mapped for writing, with what was in it.
     *
     * @param address of a page; pages of a file count as stored to from then on
     */
    public static void pages(long address, long bytes) {
        for (long at = address; at < address + bytes; at += PAGE_BYTES) {
            UnsafeApi.getAndAddInt(null, at, 0); // one step of the processor: no store beside it is lost
        }
    }
}
