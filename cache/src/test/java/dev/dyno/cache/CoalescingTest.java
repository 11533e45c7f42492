package dev.dyno.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Durability;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.cache.store.EntryStore;
import dev.dyno.kit.Items;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A herd that misses one item: read once where misses are coalesced, by each where they are not. */
class CoalescingTest {

    private static final Key KEY = Key.of("p", "hot");
    private static final int HERD = 4;

    @Test
    void aHerdReadsOnce() throws InterruptedException {
        for (boolean silent : new boolean[] {true, false}) {
            assertEquals(1, readsOfAHerd(silent, true));
        }
    }

    /** Who comes while the first is under way does not wait for it, reads, and fills; the others find that. */
    @Test
    void withoutCoalescingNobodyWaits() throws InterruptedException {
        assertEquals(2, readsOfAHerd(true, false));
    }

    /** The first read stands still below the cache until the others wait for it, or have their answers. */
    private static int readsOfAHerd(boolean silent, boolean coalesce) throws InterruptedException {
        SilentProvider provider = new SilentProvider(silent);
        try (CachingEngine engine = (CachingEngine) Caching.over(provider,
                CacheOptions.STANDARD.withCoalescing(coalesce)).open(
                EngineConfig.inMemory().withDurability(Durability.MEMORY))) {
            TableSpec table = engine.createTable(TableSpec.sorted("t"));
            List<String> answers = Collections.synchronizedList(new ArrayList<>());
            List<Thread> herd = new ArrayList<>();
            provider.afterNextRead(() -> {
                for (int i = 0; i < HERD; i++) {
                    herd.add(Thread.ofPlatform().start(() -> answers.add(read(engine))));
                    awaitOne(engine, EntryStore.hash(table.id(), KEY), herd.getLast(), coalesce);
                }
            });
            answers.add(read(engine));
            for (Thread one : herd) {
                one.join();
            }
            assertEquals(Collections.nCopies(1 + HERD, Items.NONE), answers);
            assertTrue(engine.verify().clean());
            return provider.reads();
        }
    }

    private static void awaitOne(CachingEngine engine, long hash, Thread one, boolean coalesce) {
        while (coalesce && !engine.caches().flights().isAwaitedBy(hash, one)) {
            Thread.onSpinWait();
        }
        while (!coalesce && one.isAlive()) {
            Thread.onSpinWait();
        }
    }

    private static String read(CachingEngine engine) {
        try (Session session = engine.openSession()) {
            Table table = session.table("t");
            ItemView view = new ItemView();
            table.get(KEY, view);
            return Items.text(view);
        }
    }
}
