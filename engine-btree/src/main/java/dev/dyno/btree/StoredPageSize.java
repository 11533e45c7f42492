package dev.dyno.btree;

import dev.dyno.api.EngineConfig;
import dev.dyno.api.EngineException;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Region;

/**
 * The page size that files have already: who opens them without naming one gets it. Read before the disk is taken, so
 * what is missing or damaged is passed over here; the loader says it afterwards.
 */
final class StoredPageSize {

    private StoredPageSize() {
    }

    /** @return the configuration with the size of the newest checkpoint, unless it names one or there is none */
    static EngineConfig adopt(EngineConfig config) {
        String name = BTreeOptions.PAGE_BYTES.name();
        int stored = config.options().containsKey(name) ? 0 : stored(config);
        return stored == 0 ? config : config.withOption(name, Integer.toString(stored));
    }

    private static int stored(EngineConfig config) {
        String newest = config.disk().list().stream()
                .filter(name -> name.startsWith(CheckpointFiles.MAP_PREFIX)).max(String::compareTo).orElse("");
        if (newest.isEmpty()) {
            return 0;
        }
        int bytes = FileHeader.LENGTH + MapLayout.LENGTH;
        try (DiskFile map = config.disk().open(newest);
                Region region = config.memory().map(bytes, "page size", false)) {
            long header = region.address() + FileHeader.LENGTH;
            boolean whole = map.read(0, region.address(), bytes) == bytes
                    && MapLayout.CHECKSUM.get(header) == MapLayout.checksum(header);
            return whole ? MapLayout.PAGE_BYTES.get(header) : 0;
        } catch (EngineException.Io e) {
            return 0;
        }
    }
}
