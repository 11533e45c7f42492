package dev.dyno.cache;

import dev.dyno.api.Engine;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.TableSpec;
import dev.dyno.api.Verification.Violation;
import dev.dyno.cache.store.EntryStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The cache's part of {@code verify()}: its structure, and where the cache is coherent that every item it knows is the
 * engine's. What differs is looked at once more: an item that was written meanwhile is known differently by then.
 */
final class CacheCheck {

    private record Known(long hash, int table, byte[] partition, byte[] sort, boolean exists, byte[] value) {
        Key key() {
            return new Key().wrap(new UnsafeBuffer(partition), 0, partition.length, new UnsafeBuffer(sort), 0,
                    sort.length);
        }
    }

    private final Engine inner;
    private final Caches caches;

    CacheCheck(Engine inner, Caches caches) {
        this.inner = inner;
        this.caches = caches;
    }

    void check(List<String> checked, List<Violation> violations) {
        EntryStore items = caches.items().store();
        add(items, "item cache", violations);
        checked.add(String.format(Locale.ROOT, "E1 E2 S2 item cache (%,d entries)", items.size()));
        if (caches.hasQueries()) {
            EntryStore results = caches.queries().store();
            add(results, "query cache", violations);
            checked.add(String.format(Locale.ROOT, "E1 E2 S2 query cache (%,d entries)", results.size()));
        }
        if (caches.options().mode() == CacheMode.COHERENT) {
            int compared = compare(violations);
            checked.add(String.format(Locale.ROOT, "A1 cached items are the engine's (%,d items)", compared));
        }
    }

    private static void add(EntryStore store, String place, List<Violation> violations) {
        for (String sentence : store.check()) {
            violations.add(new Violation(sentence.substring(0, 2), place, sentence.substring(3)));
        }
    }

    private int compare(List<Violation> violations) {
        int compared = 0;
        try (Session session = inner.openSession()) {
            for (TableSpec table : inner.tables()) {
                for (Known known : knownOf(table)) {
                    compared++;
                    if (!isEngines(known, session, table) && isStillKnown(known)) {
                        violations.add(new Violation("A1", "table " + table.name() + " " + known.key(),
                                "the cache knows " + (known.exists ? known.value.length + " bytes" : "no item")
                                        + ", the engine has something else"));
                    }
                }
            }
        }
        return compared;
    }

    /** Copies, so that no lock of the cache is held while the engine is asked. Only what is visible already. */
    private List<Known> knownOf(TableSpec table) {
        long visible = inner.committedSequence();
        List<Known> known = new ArrayList<>();
        caches.items().store().visit((hash, id, key, item) -> {
            if (id == table.id() && (item.sequence() <= visible || !item.exists())) {
                known.add(new Known(hash, id, copy(key.partition()), copy(key.sort()), item.exists(),
                        copy(item.value())));
            }
        });
        return known;
    }

    private static boolean isEngines(Known known, Session session, TableSpec table) {
        ItemView item = new ItemView();
        session.table(table.name()).strong().get(known.key(), item);
        return item.exists() == known.exists && Arrays.equals(copy(item.value()), known.value);
    }

    private boolean isStillKnown(Known known) {
        boolean[] still = new boolean[1];
        Key wanted = known.key();
        caches.items().store().visit((hash, id, key, item) -> still[0] |= id == known.table && key.sameAs(wanted)
                && item.exists() == known.exists && Arrays.equals(copy(item.value()), known.value));
        return still[0];
    }

    private static byte[] copy(DirectBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
