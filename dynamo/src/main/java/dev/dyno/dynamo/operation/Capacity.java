package dev.dyno.dynamo.operation;

import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.TableModel;

/** Consumed units: 4 KB a read unit, half of one if eventual; 1 KB a write unit; in transactions twice as much. */
final class Capacity {

    private static final int READ_BYTES = 4096;
    private static final int WRITE_BYTES = 1024;

    private Capacity() {
    }

    static double writeUnits(int bytes) {
        return Math.max(1, (bytes + WRITE_BYTES - 1) / WRITE_BYTES);
    }

    static double readUnits(int bytes, boolean consistent) {
        double units = Math.max(1, (bytes + READ_BYTES - 1) / READ_BYTES);
        return consistent ? units : units / 2;
    }

    /**
     * Writes {@code ConsumedCapacity} of one table.
     *
     * @param asked {@code ReturnConsumedCapacity}; null if absent
     * @param own units of the table itself
     * @param index units of each index
     * @param kind {@code Read}, {@code Write} or nothing: transactions tell them apart
     */
    static void write(JsonOutput out, String asked, TableModel table, double own, double[] index, String kind) {
        out.beginObject().name("TableName").value(table.name());
        double all = own;
        for (double units : index) {
            all += units;
        }
        units(out, all, kind);
        if ("INDEXES".equals(asked)) {
            units(out.name("Table").beginObject(), own, kind);
            out.endObject();
            indexes(out, "LocalSecondaryIndexes", table, false, index, kind);
            indexes(out, "GlobalSecondaryIndexes", table, true, index, kind);
        }
        out.endObject();
    }

    private static void units(JsonOutput out, double units, String kind) {
        out.name("CapacityUnits").value(units);
        if (!kind.isEmpty()) {
            out.name(kind + "CapacityUnits").value(units);
        }
    }

    private static void indexes(
            JsonOutput out, String member, TableModel table, boolean global, double[] index, String kind) {
        boolean any = false;
        for (int i = 0; i < index.length; i++) {
            IndexModel model = table.indexes().get(i);
            if (index[i] > 0 && model.global() == global) {
                if (!any) {
                    out.name(member).beginObject();
                    any = true;
                }
                units(out.anyName(model.name()).beginObject(), index[i], kind);
                out.endObject();
            }
        }
        if (any) {
            out.endObject();
        }
    }

    static boolean isAsked(String returnConsumedCapacity) {
        return returnConsumedCapacity != null && !returnConsumedCapacity.equals("NONE");
    }
}
