package dev.dyno.hash;

import dev.dyno.api.EngineException;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import dev.dyno.core.commit.Committer;

/**
 * Brings segments that are read from their files back to memory, as many as fit: behind an open by an image of the
 * index, which has looked at no record. Every record is checked on the way; a segment with a damaged one stays in its
 * file, where the read that meets it reports it.
 *
 * <p>Threads: steps of one job. A segment is read with nothing held, and only chosen and exchanged between two commit
 * groups; meanwhile it is marked, so that nobody reclaims it.
 */
final class Warmer {

    private final Store store;
    private final Memory memory;
    private final HashOptions options;
    private final Reclaimer reclaimer;

    Warmer(Store store, Memory memory, HashOptions options, Reclaimer reclaimer) {
        this.store = store;
        this.memory = memory;
        this.options = options;
        this.reclaimer = reclaimer;
    }

    /** One segment. @return whether there may be more */
    boolean step(Committer committer) {
        Segment[] chosen = new Segment[1];
        committer.exclusively(() -> {
            chosen[0] = choose();
            if (chosen[0] != null) {
                chosen[0].isWarming = true;
            }
        });
        Segment segment = chosen[0];
        if (segment == null) {
            return false;
        }
        Region region = null;
        boolean isRead = false;
        try {
            region = memory.map(Store.regionBytes(segment.bytes), "hash segment", options.hugePages());
            isRead = read(segment, region.address());
        } catch (EngineException e) {
            return giveUp(committer, segment, region); // it is as well where it is
        }
        boolean isWhole = isRead;
        Region read = region;
        committer.exclusively(() -> {
            segment.isWarming = false;
            segment.isDamaged = !isWhole;
            if (isWhole) {
                store.warm(segment, read);
            }
        });
        if (!isWhole) {
            read.close();
        }
        return true;
    }

    private boolean giveUp(Committer committer, Segment segment, Region region) {
        committer.exclusively(() -> segment.isWarming = false);
        if (region != null) {
            region.close();
        }
        return false;
    }

    private Segment choose() {
        for (Segment segment : store.segments()) {
            if (!segment.isHot() && !segment.isDamaged && !reclaimer.isAt(segment)
                    && store.hotBytes() + segment.bytes <= options.memoryBytes()) {
                return segment;
            }
        }
        return null;
    }

    private static boolean read(Segment segment, long to) {
        if (segment.file.read(0, to, segment.tail) < segment.tail) {
            return false;
        }
        int at = SegmentLayout.RECORDS;
        while (at < segment.tail && Records.isWhole(to + at, segment.tail - at)) {
            at += Records.bytes(to + at);
        }
        return at == segment.tail;
    }
}
