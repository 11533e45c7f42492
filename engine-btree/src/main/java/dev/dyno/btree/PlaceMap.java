package dev.dyno.btree;

/**
 * Where each page lies in the checkpoint's file, as one checkpoint says: by page number. Places are counted in units of
 * {@link Places#UNIT_BYTES} from the start of the file; 0 is no place. Not changed once it is published.
 *
 * @param place where the image begins
 * @param length of the image in bytes
 * @param checksum of the image
 */
record PlaceMap(int[] place, int[] length, int[] checksum) {

    static PlaceMap of(int pages) {
        return new PlaceMap(new int[pages], new int[pages], new int[pages]);
    }

    boolean has(int page) {
        return page < place.length && place[page] != 0;
    }

    void put(int page, int newPlace, int newLength, int newChecksum) {
        place[page] = newPlace;
        length[page] = newLength;
        checksum[page] = newChecksum;
    }

    void copy(int page, PlaceMap from) {
        put(page, from.place[page], from.length[page], from.checksum[page]);
    }

    int pages() {
        return place.length;
    }

    int count() {
        int count = 0;
        for (int at : place) {
            count += at == 0 ? 0 : 1;
        }
        return count;
    }
}
