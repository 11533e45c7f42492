package dev.dyno.bench.peers;

import dev.dyno.api.ItemView;

/** Where the reads of one table go: to the latest commit, or to a snapshot. Belongs to one session. */
public interface Source {

    /**
     * Finds the item whose composite key is in {@link PeerSession#key}.
     *
     * @return whether there is one; {@code out} is filled or cleared
     */
    boolean find(ItemView out);

    /** A cursor at no place yet, perhaps one that was closed before. */
    PeerCursor cursor();
}
