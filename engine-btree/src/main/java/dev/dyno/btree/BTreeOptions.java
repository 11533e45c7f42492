package dev.dyno.btree;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.Limits;
import dev.dyno.api.Option;
import dev.dyno.core.log.LogOptions;
import java.util.List;
import java.util.Map;

/**
 * How a tree is kept.
 *
 * @param pageBytes of a page
 * @param memoryBytes of pages and of values outside them that are in memory
 * @param pageSpaceBytes of all pages at most, in memory or not
 * @param largeValueSpaceBytes of all values outside the pages at most, likewise
 * @param largeValueBytes values longer than this lie outside the pages
 * @param leafSearch how a point read finds its item in a leaf
 * @param splitPolicy where a full leaf is split
 * @param appendFillPercent how full the left page stays when keys come in order
 * @param mergePercent a page less full than this is merged with a neighbour
 * @param hugePages whether to ask for them
 * @param logSegmentBytes of one file of the log
 * @param logStore how frames reach the log
 * @param groupWindowMicros how long a group that will be synced waits for more commits
 * @param checkpointBytes of log from one checkpoint to the next
 */
record BTreeOptions(int pageBytes, long memoryBytes, long pageSpaceBytes, long largeValueSpaceBytes,
        int largeValueBytes, LeafSearch leafSearch, SplitPolicy splitPolicy, int appendFillPercent, int mergePercent,
        boolean hugePages, int logSegmentBytes, LogOptions.Store logStore, int groupWindowMicros,
        long checkpointBytes) {

    /** How a point read finds its item in a leaf; pages have what both need. */
    enum LeafSearch { FINGERPRINTS, HEADS }

    /** Where a full leaf is split. */
    enum SplitPolicy { APPEND_AWARE, MIDDLE }

    private static final int FULL_LIMITS_PAGE_BYTES = 16 << 10;
    private static final int PAGE_BYTES_MIN = 1 << 10;
    private static final int PAGE_BYTES_MAX = 32 << 10;
    /** Below this a quarter of a page is less than two fences and three separators of the usual limits. */
    private static final int HALF_LIMITS_PAGE_BYTES = 4 << 10;

    // Offsets in a page have 16 bits, which rules out larger ones.
    static final Option<Long> PAGE_BYTES = new Option<>("page-bytes", 16L << 10,
            "1KiB, 2KiB, 4KiB, 8KiB, 16KiB or 32KiB", true,
            "Bytes of a page, kept from the first checkpoint on: who names none later gets the files' own, another one"
                    + " is refused. Smaller pages write and copy less for one change and take shorter keys (limits say"
                    + " which: the full ones need 16KiB); larger pages make a lower tree and faster scans. Below 4KiB"
                    + " only for tests that want high trees of few items.",
            BTreeOptions::parsePageBytes);
    static final Option<Long> MEMORY_BYTES = Option.bytes("memory-bytes", 16L << 30, 256L << 10, 1L << 42,
            "Memory for pages and for the values outside them, at least 64 pages. What does not fit is read from the"
                    + " files when it is wanted. It is kept softly: what a commit group changes is in memory together;"
                    + " a checkpoint is made when half of it is not on disk; copies for snapshots come on top, and from"
                    + " twice as much on puts are refused. Set it to what the machine can spare; make it smaller to"
                    + " see what that costs.");
    static final Option<Long> PAGE_SPACE_BYTES = Option.bytes("page-space-bytes", 256L << 30, 1L << 20, 1L << 43,
            "Most bytes of pages, in memory or not. Only addresses are taken at open. When no page is left, puts are"
                    + " refused until deletes have freed some: raise it for more data.");
    static final Option<Long> LARGE_VALUE_SPACE_BYTES = Option.bytes("large-value-space-bytes", 256L << 30,
            4L << 20, 1L << 40, "As page-space-bytes, for the values outside the pages.");
    static final Option<Long> LARGE_VALUE_BYTES = Option.bytes("large-value-bytes", 2048, 64, 8192,
            "Values longer than this lie outside the pages; so do those that with their key are longer than a quarter"
                    + " of a page. Raise it for scans of values of this size, lower it if they are rarely read.");
    static final Option<LeafSearch> LEAF_SEARCH = Option.choice("leaf-search", LeafSearch.FINGERPRINTS,
            "How a point read finds its item in a leaf: by a byte of its hash among those of all, 8 at a time, or by"
                    + " binary search among the first bytes of keys and sort keys. Heads only to see what fingerprints"
                    + " are worth, or for partitions of one item each.");
    static final Option<SplitPolicy> SPLIT_POLICY = Option.choice("split-policy", SplitPolicy.APPEND_AWARE,
            "Where a full leaf is split: in the middle by bytes, or, if the last insert went just left of this one,"
                    + " where the key goes. Middle for keys that look ordered for a while and then fill the gaps.");
    static final Option<Integer> APPEND_FILL_PERCENT = Option.integer("append-fill-percent", 100, 50, 100,
            "Percent of a page that stays on the left when append-aware splits meet keys in order. Less than 100 leaves"
                    + " room for items that come between or grow, and costs as much space.");
    static final Option<Integer> MERGE_PERCENT = Option.integer("merge-percent", 25, 0, 50,
            "A page less full than so many percent is merged with a neighbour when a delete leaves it so and both fill"
                    + " at most two thirds of a page. More gives space back earlier; 0 never, for tables that shrink"
                    + " and grow again.");
    static final Option<Boolean> HUGE_PAGES = Option.flag("huge-pages", true,
            "Ask the system for huge pages under the tree: a quarter off a point read when it grants them. Turn it off"
                    + " where memory is scarce: a huge page is 2 MiB even if one page in it is used.");
    static final Option<Long> LOG_SEGMENT_BYTES = Option.bytes("log-segment-bytes", 16 << 20, 16 << 10, 1 << 30,
            "Size of one file of the log; larger files mean fewer of them and a longer wait when one is made.");
    static final Option<LogOptions.Store> LOG_STORE = Option.choice("log-store", LogOptions.Store.AUTO,
            "How a write that need not be durable reaches the log: by stores into the mapped file, or, with write, by a"
                    + " system call each. Write on file systems whose mappings are slow or not trusted.");
    static final Option<Long> CHECKPOINT_BYTES = Option.bytes("checkpoint-bytes", 256L << 20, 4L << 10, 1L << 40,
            "Bytes of log after which a checkpoint is made in the background. Less makes opening after a crash faster"
                    + " and the log shorter; more writes a page that changes often less often.");

    static final List<Option<?>> ALL = List.of(PAGE_BYTES, MEMORY_BYTES, PAGE_SPACE_BYTES, LARGE_VALUE_SPACE_BYTES,
            LARGE_VALUE_BYTES, LEAF_SEARCH, SPLIT_POLICY, APPEND_FILL_PERCENT, MERGE_PERCENT, HUGE_PAGES,
            LOG_SEGMENT_BYTES, LOG_STORE, LogOptions.GROUP_WINDOW_MICROS, CHECKPOINT_BYTES);

    /** Pages of a few items, a checkpoint every few dozen writes: all boundaries within a few hundred operations. */
    static final Map<String, String> MINIATURE = Map.of(PAGE_BYTES.name(), "1KiB", LARGE_VALUE_BYTES.name(), "200",
            MEMORY_BYTES.name(), "256KiB", LARGE_VALUE_SPACE_BYTES.name(), "64MiB", LOG_SEGMENT_BYTES.name(), "16KiB",
            CHECKPOINT_BYTES.name(), "16KiB", HUGE_PAGES.name(), "false");

    static BTreeOptions of(EngineConfig config) {
        Option.check(BTreeEngineProvider.NAME, ALL, config.options());
        BTreeOptions options = new BTreeOptions(PAGE_BYTES.in(config).intValue(), MEMORY_BYTES.in(config),
                PAGE_SPACE_BYTES.in(config), LARGE_VALUE_SPACE_BYTES.in(config),
                LARGE_VALUE_BYTES.in(config).intValue(), LEAF_SEARCH.in(config), SPLIT_POLICY.in(config),
                APPEND_FILL_PERCENT.in(config), MERGE_PERCENT.in(config), HUGE_PAGES.in(config),
                LOG_SEGMENT_BYTES.in(config).intValue(), LOG_STORE.in(config),
                LogOptions.GROUP_WINDOW_MICROS.in(config), CHECKPOINT_BYTES.in(config));
        long least = (long) BufferManager.PAGES_MIN * Math.max(options.pageBytes, Pages.SYSTEM_PAGE_BYTES);
        if (options.memoryBytes < least) {
            throw new IllegalArgumentException("too little memory for " + BufferManager.PAGES_MIN + " pages: option"
                    + " memory-bytes=" + options.memoryBytes + ", pageBytes=" + options.pageBytes + ", min=" + least);
        }
        return options;
    }

    private static Long parsePageBytes(String text) {
        long bytes = Option.parseBytes(text);
        if (Long.bitCount(bytes) != 1 || bytes < PAGE_BYTES_MIN || bytes > PAGE_BYTES_MAX) {
            throw new IllegalArgumentException("not a page size: " + text);
        }
        return bytes;
    }

    /**
     * The longest keys. A page must hold two fences and three keys, or a tree could not grow: keys of a quarter page.
     */
    Limits limits() {
        if (pageBytes >= FULL_LIMITS_PAGE_BYTES) {
            return Limits.FULL;
        }
        int share = pageBytes >= HALF_LIMITS_PAGE_BYTES ? 8 : 16;
        return new Limits(pageBytes / share, pageBytes / share / 2, Limits.FULL.valueBytes(),
                Limits.FULL.batchOperations(), Limits.FULL.batchBytes());
    }

    /** Whether an item's value lies outside its page. */
    boolean isLarge(int keyBytes, int valueBytes) {
        return valueBytes > largeValueBytes || keyBytes + valueBytes > pageBytes / 4 && valueBytes > Long.BYTES;
    }

    LogOptions log() {
        return LogOptions.of(BTreeEngineProvider.NAME).withSegmentBytes(logSegmentBytes).withStore(logStore)
                .withGroupWindow(groupWindowMicros);
    }
}
