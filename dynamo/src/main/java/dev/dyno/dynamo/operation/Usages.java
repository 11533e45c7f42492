package dev.dyno.dynamo.operation;

import dev.dyno.dynamo.json.JsonOutput;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Units that one request took of several tables and their indexes. Good for one request. */
final class Usages {

    /** The table's own units, then those of each of its indexes. */
    private final Map<OpenTable, double[]> units = new LinkedHashMap<>();

    private double[] of(OpenTable table) {
        return units.computeIfAbsent(table, any -> new double[1 + table.indexes.length]);
    }

    void add(OpenTable table, double own) {
        of(table)[0] += own;
    }

    /** Adds what the last change took of its indexes. @param times transactions take twice as much */
    void add(OpenTable table, IndexWrites indexes, double times) {
        double[] all = of(table);
        for (int i = 1; i < all.length; i++) {
            all[i] += times * indexes.units(i - 1);
        }
    }

    void wrote(Throttle throttle) {
        units.forEach((table, all) -> throttle.wrote(table.model, all[0]));
    }

    void read(Throttle throttle) {
        units.forEach((table, all) -> throttle.read(table.model, all[0]));
    }

    /** Writes {@code ConsumedCapacity} if it is asked for. @param kind {@code Read}, {@code Write} or nothing */
    void write(JsonOutput out, String asked, String kind) {
        if (Capacity.isAsked(asked)) {
            out.name("ConsumedCapacity").beginArray();
            units.forEach((table, all) -> Capacity.write(out, asked, table.model, all[0],
                    Arrays.copyOfRange(all, 1, all.length), kind));
            out.endArray();
        }
    }
}
