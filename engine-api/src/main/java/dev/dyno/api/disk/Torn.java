package dev.dyno.api.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a power cut leaves of changes that were not synced: for each 512-byte sector some version it had, drawn
 * independently; for the size some version it had, or, where a write was growing it, one between two.
 *
 * <p>Sectors go through their versions in order, because they are written from the page cache, which holds only the
 * latest. Cutting a file is a change of its size: it happened for all its sectors or for none.
 */
final class Torn {

    static final int SECTOR_BYTES = 512;

    private final Image durable;
    private final List<Change> changes;
    private final SplittableRandom random;

    /** Changes of the size before this index happened, those from it on did not. */
    private final int settled;

    /** How sectors lean in this file: 0 to what was synced, 1 to what was written last, else any way. */
    private final int lean;

    private Torn(Image durable, List<Change> changes, SplittableRandom random) {
        this.durable = durable;
        this.changes = changes;
        this.random = random;
        settled = random.nextInt(changes.size() + 1);
        lean = random.nextInt(4);
    }

    static Image draw(Image durable, List<Change> changes, SplittableRandom random) {
        return changes.isEmpty() ? durable.copy() : new Torn(durable, changes, random).draw();
    }

    private Image draw() {
        Image result = durable.copy();
        for (int i = 0; i < settled; i++) {
            if (changes.get(i).cuts()) {
                result.setSize(changes.get(i).sizeAfter());
            }
        }
        byte[] sector = new byte[SECTOR_BYTES];
        for (var touched : changesBySector().entrySet()) {
            long position = touched.getKey() * SECTOR_BYTES;
            durable.read(position, sector);
            applySome(sector, position, touched.getValue());
            result.write(position, sector);
        }
        long size = drawSize();
        result.zero(size, Long.MAX_VALUE - Image.PAGE_BYTES); // nothing finds sectors behind the size again
        result.setSize(size);
        return result;
    }

    private TreeMap<Long, List<Change>> changesBySector() {
        TreeMap<Long, List<Change>> sectors = new TreeMap<>();
        for (Change change : changes) {
            long end = change.position() + change.length();
            if (change.kind() == Change.Kind.DATA) {
                for (long i = change.position() / SECTOR_BYTES; i * SECTOR_BYTES < end; i++) {
                    sectors.computeIfAbsent(i, sector -> new ArrayList<>()).add(change);
                }
            } else if (change.length() > 0) {
                addZeros(change, end, sectors);
            }
        }
        return sectors;
    }

    /** Zeros change only what is not zero: sectors that are durable, and those written since. */
    private void addZeros(Change change, long end, TreeMap<Long, List<Change>> sectors) {
        for (long page : durable.pages(change.position(), end).keySet()) {
            for (int i = 0; i < Image.PAGE_BYTES / SECTOR_BYTES; i++) {
                long index = page * (Image.PAGE_BYTES / SECTOR_BYTES) + i;
                sectors.computeIfAbsent(index, sector -> new ArrayList<>());
            }
        }
        long first = change.position() / SECTOR_BYTES;
        long last = (end - 1) / SECTOR_BYTES;
        for (List<Change> versions : sectors.subMap(first, true, last, true).values()) {
            versions.add(change);
        }
    }

    private void applySome(byte[] sector, long position, List<Change> versions) {
        int least = 0;
        int most = versions.size();
        for (int i = 0; i < versions.size() && most == versions.size(); i++) {
            if (versions.get(i).cuts()) {
                if (happened(versions.get(i))) {
                    least = i + 1;
                } else {
                    most = i;
                }
            }
        }
        int applied = lean == 0 ? least : lean == 1 ? most : random.nextInt(least, most + 1);
        for (int i = 0; i < applied; i++) {
            versions.get(i).applyTo(sector, position);
        }
    }

    private boolean happened(Change cut) {
        for (int i = 0; i < settled; i++) {
            if (changes.get(i) == cut) {
                return true;
            }
        }
        return false;
    }

    private long drawSize() {
        long size = settled == 0 ? durable.size() : changes.get(settled - 1).sizeAfter();
        if (settled < changes.size() && changes.get(settled).kind() != Change.Kind.SIZE) {
            long grown = changes.get(settled).sizeAfter();
            if (grown > size && random.nextBoolean()) {
                size += random.nextLong((grown - size) / SECTOR_BYTES + 1) * SECTOR_BYTES;
            }
        }
        return size;
    }
}
