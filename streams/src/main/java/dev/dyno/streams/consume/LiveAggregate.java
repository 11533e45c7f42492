package dev.dyno.streams.consume;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.WriteBatch;
import dev.dyno.api.WriteOptions;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.record.ChangeView;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Counts single events into a total for each partition, as they come: views per site from one item per view. Keys are
 * the events' partition keys ({@code site_id}), values the totals ({@code totalViews}).
 *
 * <p>Exactly once: totals are effects of a {@link Consumer}, committed together with its checkpoint. No two pages that
 * take effect touch one total at the same time, because a partition's events are in one shard, which one consumer has.
 *
 * <p>Threads: the consumer's.
 */
public final class LiveAggregate implements ChangeHandler {

    private final Table totals;
    private final Map<String, Long> counted = new TreeMap<>();
    private final ChangeView view = new ChangeView();
    private final ItemView item = new ItemView();
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[TotalLayout.LENGTH]);

    /** @param totals on the engine that has the consumer's leases, of its session */
    public LiveAggregate(Session session, String totals) {
        this.totals = session.table(totals);
    }

    @Override
    public void onChanges(RecordPage page, WriteBatch effects) {
        counted.clear();
        for (int i = 0; i < page.size(); i++) {
            page.get(i, view);
            if (view.kind() == Kind.INSERT) {
                String site = view.key().partition().getStringWithoutLengthUtf8(0, view.key().partition().capacity());
                counted.merge(site, 1L, Long::sum);
            }
        }
        counted.forEach((site, events) -> {
            TotalLayout.TOTAL_VIEWS.set(value, 0, total(totals, site) + events);
            effects.put(totals, key(site), value, 0, TotalLayout.LENGTH, WriteOptions.DEFAULT);
        });
    }

    private long total(Table table, String site) {
        return table.get(key(site), item) ? totalViews(item) : 0;
    }

    /** The total that an item of the table of totals holds. */
    public static long totalViews(ItemView item) {
        return TotalLayout.TOTAL_VIEWS.get(item.value(), 0);
    }

    private static Key key(String site) {
        byte[] bytes = site.getBytes(StandardCharsets.UTF_8);
        return new Key().wrap(new UnsafeBuffer(bytes), 0, bytes.length);
    }
}
