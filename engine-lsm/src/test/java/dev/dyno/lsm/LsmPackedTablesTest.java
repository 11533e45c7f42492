package dev.dyno.lsm;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.EngineContract;
import java.util.LinkedHashMap;
import java.util.Map;

/** The whole kit with compressed blocks, a cache of a few, binary fuse filters, leveled compaction and skip lists. */
class LsmPackedTablesTest extends EngineContract {

    @Override
    protected EngineProvider provider() {
        return new LsmEngineProvider();
    }

    @Override
    protected Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>(new LsmEngineProvider().miniature());
        options.put("compression", "lz4");
        options.put("block-cache-bytes", "64KiB");
        options.put("filter", "fuse");
        options.put("compaction", "leveled");
        options.put("memtable", "skiplist");
        return options;
    }
}
