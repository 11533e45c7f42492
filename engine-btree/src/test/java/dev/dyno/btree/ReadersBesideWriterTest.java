package dev.dyno.btree;

import dev.dyno.api.EngineProvider;
import dev.dyno.kit.ReadersBesideWriterContract;
import java.util.List;
import java.util.Map;

/** In small pages; in the smaller memory a tenth of the items has room. */
class ReadersBesideWriterTest extends ReadersBesideWriterContract {

    @Override
    protected EngineProvider provider() {
        return new BTreeEngineProvider();
    }

    @Override
    protected List<Setting> settings() {
        return List.of(new Setting("all in memory", inMemory("16GiB"), false),
                new Setting("more than memory", inMemory("256KiB"), false),
                new Setting("more than memory, work on threads", inMemory("256KiB"), true));
    }

    private static Map<String, String> inMemory(String bytes) {
        return Map.of("page-bytes", "4KiB", "large-value-bytes", "512", "memory-bytes", bytes);
    }
}
