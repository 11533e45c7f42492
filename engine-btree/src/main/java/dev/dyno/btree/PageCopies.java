package dev.dyno.btree;

import dev.dyno.api.EngineException;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.BitSet;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * The pages of one checkpoint: writes each page that changed since the checkpoint before, as it was at the capture and
 * beside the writer, to a free place; moves some images from the end of the file into gaps, if there are many; and says
 * where every page lies now.
 *
 * <p>Images that lie behind each other are written in one call.
 *
 * <p>Threads: the checkpoint's.
 */
final class PageCopies implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;
    /** Units moved by one checkpoint: so many, or this part of the file. */
    private static final int MOVED_UNITS_MIN = 2048;
    private static final int MOVED_PART = 8;

    private final Pages pages;
    private final PageStore store;
    private final DiskFile file;
    private final Places places;
    private final Capture capture;
    private final PlaceMap before;
    private final PlaceMap now;
    private final Region region;
    private final long copy;
    private final long image;
    private final long buffer;
    private long bufferPosition;
    private int buffered;
    private final IntArrayList takenPlaces = new IntArrayList();
    private final IntArrayList takenBytes = new IntArrayList();
    private final IntArrayList saved = new IntArrayList();
    private final LongArrayList words = new LongArrayList();
    private long bytesWritten;
    private long movedUnits;

    PageCopies(Pages pages, PageStore store, DiskFile file, Places places, Memory memory, Capture capture) {
        this.pages = pages;
        this.store = store;
        this.file = file;
        this.places = places;
        this.capture = capture;
        before = store.map();
        now = PlaceMap.of(capture.nextPage());
        region = memory.map(2L * pages.pageBytes + BUFFER_BYTES, "checkpoint pages", false);
        copy = region.address();
        image = copy + pages.pageBytes;
        buffer = image + pages.pageBytes;
    }

    void write() {
        places.rewind();
        BitSet all = capture.inTree();
        for (int page = all.nextSetBit(0); page >= 0; page = all.nextSetBit(page + 1)) {
            if (!capture.changed().get(page)) {
                now.copy(page, before);
            }
        }
        BitSet changed = capture.changed();
        for (int page = changed.nextSetBit(0); page >= 0; page = changed.nextSetBit(page + 1)) {
            words.addLong(copy(page));
            saved.addInt(page);
            int bytes = PageImage.encode(copy, image);
            put(page, places.take(bytes), bytes);
        }
        if (Places.isWasteful(end(), liveUnits())) {
            move();
        }
        flush();
    }

    /** Copies a page as it was at the capture. @return its word, or 0 if it has changed since */
    private long copy(int page) {
        for (int tries = 0;; tries++) {
            long newest = pages.address(page);
            long from = newest;
            long word = PageState.get(from);
            while ((word & PageState.STABLE) != 0 && PageLayout.LAST_SEQUENCE.get(from) > capture.sequence()) {
                int previous = PageLayout.PREVIOUS.get(from);
                if (!PageState.isUnchanged(from, word) || previous == 0) {
                    word = PageState.BUSY;
                } else {
                    from = pages.address(previous);
                    word = PageState.get(from);
                }
            }
            if ((word & PageState.STABLE) != 0) {
                UnsafeApi.copyMemory(from, copy, pages.pageBytes);
                if (PageState.isUnchanged(from, word)) {
                    return from == newest ? word : 0;
                }
            }
            TreeReader.pause(tries, ReadPoint.LATEST);
        }
    }

    /** @param page whose image of {@code bytes} lies at {@link #image} */
    private void put(int page, int place, int bytes) {
        takenPlaces.addInt(place);
        takenBytes.addInt(bytes);
        now.put(page, place, bytes, Checkpointer.checksum(image, bytes));
        int padded = Places.units(bytes) * Places.UNIT_BYTES;
        long position = (long) place * Places.UNIT_BYTES;
        if (position != bufferPosition + buffered || buffered + padded > BUFFER_BYTES) {
            flush();
            bufferPosition = position;
        }
        UnsafeApi.copyMemory(image, buffer + buffered, bytes);
        UnsafeApi.setMemory(buffer + buffered + bytes, padded - bytes, (byte) 0);
        buffered += padded;
    }

    private void flush() {
        if (buffered > 0) {
            file.write(bufferPosition, buffer, buffered);
            bytesWritten += buffered;
        }
        buffered = 0;
    }

    private int end() {
        int end = 1;
        for (int page = 0; page < now.pages(); page++) {
            end = Math.max(end, now.place()[page] + Places.units(now.length()[page]));
        }
        return end;
    }

    private long liveUnits() {
        long units = 1;
        for (int bytes : now.length()) {
            units += Places.units(bytes);
        }
        return units;
    }

    /** Takes images from the end of the file into gaps, a bounded number, as long as there are gaps before them. */
    private void move() {
        int end = end();
        long most = Math.max(MOVED_UNITS_MIN, end / MOVED_PART);
        long from = Math.max(liveUnits(), end - most);
        for (int page = 0; page < now.pages() && movedUnits < most; page++) {
            int place = now.place()[page];
            if (place >= from && !capture.changed().get(page)) {
                int bytes = readImage(page);
                if (bytes == 0) {
                    continue;
                }
                int lower = places.take(bytes);
                if (lower >= place) {
                    places.giveBack(lower, bytes);
                    return;
                }
                put(page, lower, bytes);
                movedUnits += Places.units(bytes);
            }
        }
    }

    /** @return 0 if the image is damaged: it stays where it is, and who wants the page is told */
    private int readImage(int page) {
        try {
            return store.readImage(page, image);
        } catch (EngineException.Corrupt e) {
            return 0;
        }
    }

    /** The checkpoint is durable: its pages are clean. With nothing being written. */
    void markSaved() {
        for (int i = 0; i < saved.size(); i++) {
            pages.saved(saved.getInt(i), words.getLong(i));
        }
    }

    PlaceMap places() {
        return now;
    }

    long bytesWritten() {
        return bytesWritten;
    }

    long movedUnits() {
        return movedUnits;
    }

    /** The checkpoint has failed. */
    void giveBackPlaces() {
        for (int i = 0; i < takenPlaces.size(); i++) {
            places.giveBack(takenPlaces.getInt(i), takenBytes.getInt(i));
        }
    }

    @Override
    public void close() {
        region.close();
    }
}
