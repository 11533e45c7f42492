package dev.dyno.bench.data;

import dev.dyno.api.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which data set, how large and, for a real one, in which file: enough for another JVM to open the same items.
 *
 * @param items at least 1
 * @param valueBytes of a ycsb value; real items have their own
 * @param file of a real data set, written by {@link #prepare}; unused for ycsb
 */
public record DataSpec(String name, long items, int valueBytes, Path file) {

    public static final String YCSB = "ycsb";
    public static final String JDK = "jdk";
    public static final String UNICODE = "unicode";
    /** Every data set there is. */
    public static final List<String> NAMES = List.of(YCSB, JDK, UNICODE);

    /** @throws IllegalArgumentException for a name that is none, with the nearest that is */
    public static void checkName(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no such data set: name=" + name + Names.suggest(name, NAMES));
        }
    }

    /**
     * Makes a data set ready to be opened. A real one is read once and written to a file in {@code folder}, so that
     * every JVM of a race maps the same pages instead of reading the runtime image again.
     *
     * @param items 0: as many as there are (real), which ycsb does not know. Fewer than there are: a fixed
     *     pseudo-random subset. More: whole copies, told apart by a number before the partition key
     */
    public static DataSpec prepare(String name, long items, int valueBytes, Path folder) throws IOException {
        checkName(name);
        if (name.equals(YCSB)) {
            if (items < 1) {
                throw new IllegalArgumentException("ycsb needs a count: items=" + items + ", least=1");
            }
            return new DataSpec(name, items, valueBytes, folder);
        }
        Path file = folder.resolve(name + ".data");
        List<RealItem> source = name.equals(JDK) ? JdkSource.items() : UnicodeSource.items();
        StoredWriter.write(file, source, items);
        return new DataSpec(name, items == 0 ? source.size() : items, valueBytes, file);
    }

    public Dataset open() {
        return name.equals(YCSB) ? new SyntheticData(items, valueBytes) : new StoredData(name, items, file);
    }
}
