package dev.dyno.lsm;

import dev.dyno.core.page.KeyBytes;
import dev.dyno.lsm.entry.Source;
import java.util.Arrays;

/**
 * Several sources as one, in key order, up or down. Sources that stand on a key are kept in the order of their keys,
 * those of one key with the newest source first; a step moves those of the key that was shown and puts them back in
 * place, which takes one comparison as long as one source is ahead.
 *
 * <p>Threads: the owner's.
 */
final class SourceMerge {

    private Source[] sources = new Source[8];
    /** By position in {@link #sources}: the lower, the newer. */
    private int[] ages = new int[8];
    private int count;
    private int added;
    private boolean reverse;

    /** Starts anew. */
    void clear(boolean descending) {
        count = 0;
        added = 0;
        reverse = descending;
    }

    /** Adds a source that has been moved to where it begins, the newest one first. */
    void add(Source source) {
        int age = added++;
        if (!source.isValid()) {
            return;
        }
        if (count == sources.length) {
            sources = Arrays.copyOf(sources, 2 * count);
            ages = Arrays.copyOf(ages, 2 * count);
        }
        System.arraycopy(sources, 0, sources, 1, count);
        System.arraycopy(ages, 0, ages, 1, count);
        sources[0] = source;
        ages[0] = age;
        count++;
        sift(0);
    }

    boolean isValid() {
        return count > 0;
    }

    /** The newest source that stands on the least key; descending, the greatest. */
    Source top() {
        return sources[0];
    }

    /** Moves every source that stands on the top's key. */
    void step() {
        int ties = 1;
        while (ties < count && order(sources[0], sources[ties]) == 0) {
            ties++;
        }
        for (int i = ties - 1; i >= 0; i--) {
            Source source = sources[i];
            if (reverse) {
                source.previous();
            } else {
                source.next();
            }
        }
        for (int i = ties - 1; i >= 0; i--) {
            if (sources[i].isValid()) {
                sift(i);
            } else {
                count--;
                System.arraycopy(sources, i + 1, sources, i, count - i);
                System.arraycopy(ages, i + 1, ages, i, count - i);
            }
        }
    }

    /** Moves a source to its place among those behind it, which are in order. */
    private void sift(int from) {
        Source source = sources[from];
        int age = ages[from];
        int at = from;
        while (at + 1 < count) {
            int order = order(source, sources[at + 1]);
            if (order < 0 || order == 0 && age < ages[at + 1]) {
                break;
            }
            sources[at] = sources[at + 1];
            ages[at] = ages[at + 1];
            at++;
        }
        sources[at] = source;
        ages[at] = age;
    }

    private int order(Source a, Source b) {
        int order = KeyBytes.compare(a.keyAddress(), a.keyLength(), b.keyAddress(), b.keyLength());
        return reverse ? -order : order;
    }
}
