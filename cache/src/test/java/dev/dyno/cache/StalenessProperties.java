package dev.dyno.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.cache.policy.PolicyKind;
import dev.dyno.kit.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.agrona.DirectBuffer;

/**
 * Random walks of reads, writes through the cache, writes around it and time, against a model of allowed answers (A5
 * to A8): a read may answer what was current within the life, but nothing from before the last write through the
 * cache; a query may answer with any whole result that was current within its life.
 */
class StalenessProperties {

    private static final int KEYS = 4;
    private static final long LIFE_MILLIS = 5_000;
    private static final long QUERY_LIFE_MILLIS = 9_000;

    /** What a partition was from a time on. */
    private record State(long fromMillis, Map<String, String> items) { }

    @Property(tries = 300)
    void noAnswerIsOlderThanTheRulesAllow(
            @ForAll @Size(min = 50, max = 250) List<@IntRange(max = 9_999) Integer> acts, @ForAll PolicyKind policy) {
        SilentProvider provider = new SilentProvider(true);
        ManualClock clock = new ManualClock();
        CacheOptions options = CacheOptions.STANDARD.withBytes(64 << 10, 64).withPolicy(policy)
                .withItemLife(LIFE_MILLIS).withQueries(64 << 10, QUERY_LIFE_MILLIS);
        try (Engine engine = Caching.over(provider, options).open(
                EngineConfig.inMemory().withDurability(Durability.MEMORY).withClock(clock))) {
            engine.createTable(TableSpec.sorted("t"));
            try (Session session = engine.openSession(); Session aside = provider.engine().openSession()) {
                new Walk(session, session.table("t"), aside.table("t"), clock).run(acts);
            }
            assertTrue(engine.verify().clean());
        }
    }

    private static final class Walk {
        private final Session session;
        private final Table cached;
        private final Table around;
        private final ManualClock clock;
        private final List<State> history = new ArrayList<>();
        /** By key: the state from which on answers are allowed. */
        private final int[] lastThrough = new int[KEYS];

        Walk(Session session, Table cached, Table around, ManualClock clock) {
            this.session = session;
            this.cached = cached;
            this.around = around;
            this.clock = clock;
            history.add(new State(clock.epochMillis(), Map.of()));
        }

        void run(List<Integer> acts) {
            int step = 0;
            for (int act : acts) {
                step(act, "v" + step++);
            }
        }

        private void step(int act, String value) {
            int number = act / 10 % KEYS;
            String sort = "k" + number;
            DirectBuffer bytes = Items.bytes(value);
            Key key = Key.of("p", sort);
            switch (act % 10) {
                case 0, 1 -> checkGet(number, key);
                case 3 -> {
                    cached.put(key, bytes, 0, bytes.capacity());
                    wrote(sort, value);
                    lastThrough[number] = history.size() - 1;
                }
                case 4 -> {
                    around.put(key, bytes, 0, bytes.capacity());
                    wrote(sort, value);
                }
                case 5 -> {
                    Table through = act / 100 % 2 == 0 ? cached : around;
                    through.delete(key);
                    wrote(sort, Items.NONE);
                    lastThrough[number] = through == cached ? history.size() - 1 : lastThrough[number];
                }
                case 6 -> {
                    session.commit(new WriteBatch().put(cached, key, bytes, 0, bytes.capacity(),
                            WriteOptions.DEFAULT), Durability.ENGINE);
                    wrote(sort, value);
                    lastThrough[number] = history.size() - 1;
                }
                case 2, 7 -> checkQuery();
                case 8 -> {
                    checkGet(number, key);
                    checkStrong(key, sort);
                }
                default -> clock.passMillis(act * 37L % LIFE_MILLIS);
            }
        }

        private void wrote(String sort, String value) {
            Map<String, String> items = new TreeMap<>(history.getLast().items());
            if (value.equals(Items.NONE)) {
                items.remove(sort);
            } else {
                items.put(sort, value);
            }
            history.add(new State(clock.epochMillis(), items));
        }

        /** A state is over when the next one began; the last one is not. */
        private boolean wasCurrentWithin(int state, long millis) {
            return state == history.size() - 1
                    || history.get(state + 1).fromMillis() >= clock.epochMillis() - millis;
        }

        private void checkGet(int number, Key key) {
            ItemView view = new ItemView();
            cached.get(key, view);
            String found = Items.text(view);
            List<String> allowed = new ArrayList<>();
            for (int i = lastThrough[number]; i < history.size(); i++) {
                if (wasCurrentWithin(i, LIFE_MILLIS)) {
                    allowed.add(history.get(i).items().getOrDefault("k" + number, Items.NONE));
                }
            }
            assertTrue(allowed.contains(found), () -> key + ": found " + found + ", allowed " + allowed);
        }

        private void checkStrong(Key key, String sort) {
            ItemView view = new ItemView();
            cached.strong().get(key, view);
            String current = history.getLast().items().getOrDefault(sort, Items.NONE);
            assertTrue(current.equals(Items.text(view)), () -> key + ": strong read is not " + current);
        }

        private void checkQuery() {
            Map<String, String> found = new TreeMap<>();
            try (Cursor cursor = cached.query(Items.range("p"))) {
                while (cursor.next()) {
                    found.put(Items.text(cursor.key().sort()), Items.text(cursor.item()));
                }
            }
            boolean allowed = false;
            for (int i = 0; i < history.size(); i++) {
                allowed |= wasCurrentWithin(i, QUERY_LIFE_MILLIS) && history.get(i).items().equals(found);
            }
            assertTrue(allowed, () -> "no state within the life was " + found);
        }
    }
}
