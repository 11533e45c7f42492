package dev.dyno.kit.crash;

import dev.dyno.api.Capability;
import dev.dyno.api.Cursor;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineException;
import dev.dyno.api.ItemView;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.kit.script.Operation.ItemKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** What an engine holds, read in every way it can be read. */
final class CrashState {

    /**
     * What was read.
     *
     * @param items as {@link CrashOracle} names them
     * @param corruptions reads that were refused for damage
     * @param contradiction where a scan and a get disagree, or empty
     */
    record Reading(Map<String, String> items, int corruptions, String contradiction) { }

    private CrashState() {
    }

    static Reading read(Engine engine) {
        Map<String, String> items = new TreeMap<>();
        int corruptions = 0;
        String contradiction = "";
        try (Session session = engine.openSession()) {
            for (TableSpec spec : engine.tables()) {
                Table table = session.table(spec.name());
                items.put(spec.name(), spec.name());
                Map<String, String> got = new TreeMap<>();
                int damaged = gets(table, got);
                corruptions += damaged;
                items.putAll(got);
                if (engine.capabilities().contains(Capability.SCAN)) {
                    Map<String, String> scanned = new TreeMap<>();
                    damaged += scan(table, scanned);
                    corruptions += damaged;
                    if (damaged == 0 && !scanned.equals(got)) {
                        contradiction = "scan and gets of table " + spec.name() + " disagree: "
                                + first(scanned, got);
                    }
                }
            }
        }
        return new Reading(items, corruptions, contradiction);
    }

    private static int gets(Table table, Map<String, String> into) {
        ItemView item = new ItemView();
        int damaged = 0;
        for (ItemKey key : CrashWorkload.keys()) {
            try {
                if (table.get(key.toKey(), item)) {
                    into.put(CrashOracle.name(table.spec().name(), key), text(item.value()));
                }
            } catch (EngineException.Corrupt e) {
                damaged++;
            }
        }
        return damaged;
    }

    private static int scan(Table table, Map<String, String> into) {
        try (Cursor cursor = table.scan(0, 1)) {
            while (cursor.next()) {
                ItemKey key = new ItemKey(text(cursor.key().partition()), text(cursor.key().sort()));
                String twice = into.put(CrashOracle.name(table.spec().name(), key), text(cursor.item().value()));
                if (twice != null) {
                    into.put(CrashOracle.name(table.spec().name(), key) + " twice", twice);
                }
            }
            return 0;
        } catch (EngineException.Corrupt e) {
            return 1;
        }
    }

    private static String first(Map<String, String> scanned, Map<String, String> got) {
        for (Map.Entry<String, String> item : scanned.entrySet()) {
            if (!item.getValue().equals(got.get(item.getKey()))) {
                return "scanned \"" + item.getKey() + "\", which get does not find so";
            }
        }
        return "scanned " + scanned.size() + " items, got " + got.size();
    }

    private static String text(DirectBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
