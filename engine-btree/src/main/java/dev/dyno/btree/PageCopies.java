package dev.dyno.btree;

import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;

/**
 * The pages of one checkpoint: walks the trees as they are at its sequence, beside the writer, and writes each page
 * that changed since the checkpoint before to a free place.
 *
 * <p>Threads: the checkpoint's.
 */
final class PageCopies implements AutoCloseable {

    private static final int DEPTH_MAX = 32;

    private final Pages pages;
    private final DiskFile file;
    private final Places before;
    private final Region region;
    private final long since;
    private final Capture capture;
    private final int[] places;
    private final int[] checksums;
    private final IntArrayList taken = new IntArrayList();
    private long bytesWritten;

    /** @param since the sequence of the checkpoint before */
    PageCopies(Pages pages, DiskFile file, Places before, Memory memory, long since, Capture capture) {
        this.pages = pages;
        this.file = file;
        this.before = before;
        this.since = since;
        this.capture = capture;
        region = memory.map((long) DEPTH_MAX * pages.pageBytes, "checkpoint pages", false);
        places = new int[capture.nextPage()];
        checksums = new int[capture.nextPage()];
    }

    /** Writes what changed of a page and all below it. */
    void write(int root) {
        write(root, 0);
    }

    private void write(int page, int depth) {
        long copy = region.address() + (long) depth * pages.pageBytes;
        boolean changed = copy(page, copy);
        if (changed) {
            Checkpointer.clearMemoryFields(copy);
            int place = before.take();
            taken.addInt(place);
            places[page] = place;
            checksums[page] = Checkpointer.checksum(copy, pages.pageBytes);
            file.write((long) place * pages.pageBytes, copy, pages.pageBytes);
            bytesWritten += pages.pageBytes;
        } else {
            places[page] = before.place(page);
            checksums[page] = before.checksum(page);
        }
        if (PageLayout.LEVEL.get(copy) > 0) {
            int count = PageLayout.COUNT.get(copy);
            for (int i = 0; i <= count; i++) {
                write(PageReader.child(copy, i), depth + 1);
            }
        }
    }

    /** Copies a page as it was at the checkpoint; of a leaf that has not changed only the header. */
    private boolean copy(int page, long to) {
        for (int tries = 0;; tries++) {
            long from = pages.address(page);
            long version = Pages.version(from);
            while ((version & 1) == 0 && PageLayout.LAST_SEQUENCE.get(from) > capture.sequence()) {
                int previous = PageLayout.PREVIOUS.get(from);
                if (!Pages.isUnchanged(from, version) || previous == 0) {
                    version = 1;
                } else {
                    from = pages.address(previous);
                    version = Pages.version(from);
                }
            }
            if ((version & 1) == 0) {
                boolean changed = capture.freshPages().get(page) || before.place(page) == 0
                        || PageLayout.LAST_SEQUENCE.get(from) > since;
                boolean whole = changed || PageLayout.LEVEL.get(from) > 0;
                UnsafeApi.copyMemory(from, to, whole ? pages.pageBytes : PageLayout.LENGTH);
                if (Pages.isUnchanged(from, version)) {
                    return changed;
                }
            }
            TreeReader.pause(tries, ReadPoint.LATEST);
        }
    }

    /** By page; 0 for those that are not in the checkpoint. */
    int[] places() {
        return places;
    }

    int[] checksums() {
        return checksums;
    }

    long bytesWritten() {
        return bytesWritten;
    }

    /** The checkpoint has failed. */
    void giveBackPlaces() {
        for (int i = 0; i < taken.size(); i++) {
            before.giveBack(taken.getInt(i));
        }
    }

    @Override
    public void close() {
        region.close();
    }
}
