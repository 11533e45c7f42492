package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.ArrayDeque;

/**
 * Pages as the last durable checkpoint has them. Threads: any. Publication C1: a checkpoint that is durable stores its
 * map; from then on pages are looked for there.
 */
final class PageStore implements PageSource, AutoCloseable {

    private final CheckpointFiles files;
    private final Memory memory;
    private final int pageBytes;
    /** For those that load: guarded by this. */
    private final ArrayDeque<Region> scratch = new ArrayDeque<>();
    private volatile PlaceMap map = PlaceMap.of(0);

    PageStore(CheckpointFiles files, Memory memory, int pageBytes) {
        this.files = files;
        this.memory = memory;
        this.pageBytes = pageBytes;
    }

    PlaceMap map() {
        return map; // sees C1
    }

    void publish(PlaceMap newest) {
        map = newest; // publishes C1
    }

    @Override
    public boolean has(int page) {
        return map.has(page); // sees C1
    }

    @Override
    public void load(int page, long address) {
        Region region = borrow();
        try {
            int length = readImage(page, region.address());
            PageImage.decode(region.address(), length, address, pageBytes, region.address() + pageBytes);
        } finally {
            giveBack(region);
        }
    }

    /**
     * Reads a page's image and checks it. A checkpoint may move the image meanwhile: then it is read where it is.
     *
     * @return its length
     */
    int readImage(int page, long to) {
        for (;;) {
            PlaceMap now = map; // sees C1
            long position = (long) now.place()[page] * Places.UNIT_BYTES;
            int length = now.length()[page];
            int read = files.pages().read(position, to, length);
            int found = Checkpointer.checksum(to, length);
            if (read == length && found == now.checksum()[page]) {
                return length;
            }
            if (map == now) {
                throw new EngineException.Corrupt(CheckpointFiles.PAGES, position, ImageLayout.LAYOUT.toString(),
                        "checksum of page " + page, read < length ? read + " bytes" : found, now.checksum()[page]);
            }
        }
    }

    private synchronized Region borrow() {
        return scratch.isEmpty() ? memory.map(pageBytes + Probe.BYTES, "page image", false) : scratch.pop();
    }

    private synchronized void giveBack(Region region) {
        scratch.push(region);
    }

    @Override
    public synchronized void close() {
        scratch.forEach(Region::close);
        scratch.clear();
    }
}
