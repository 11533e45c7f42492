package dev.dyno.dynamo.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.api.EngineException;
import java.io.IOException;

/** A backup's row in the catalogue: JSON with a version, and in it the table's own row. */
final class BackupRow {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private BackupRow() {
    }

    static byte[] write(BackupModel backup) {
        try {
            ObjectNode row = JSON.createObjectNode();
            row.put("version", VERSION).put("id", backup.id()).put("name", backup.name())
                    .put("createdMillis", backup.createdMillis()).put("engineTable", backup.engineTable())
                    .put("items", backup.items()).put("bytes", backup.bytes())
                    .set("table", JSON.readTree(TableRow.write(backup.table())));
            return JSON.writeValueAsBytes(row);
        } catch (IOException e) {
            throw new AssertionError("a row is always JSON", e);
        }
    }

    /** @throws EngineException.Corrupt if it is no row, {@link EngineException.Incompatible} if of another version */
    static BackupModel read(byte[] bytes) {
        try {
            JsonNode row = JSON.readTree(bytes);
            int version = row.path("version").asInt();
            if (version != VERSION) {
                throw new EngineException.Incompatible(
                        "backup row of another version: version=" + version + ", known=" + VERSION);
            }
            return new BackupModel(row.path("id").asText(), row.path("name").asText(),
                    row.path("createdMillis").asLong(), row.path("engineTable").asText(), row.path("items").asLong(),
                    row.path("bytes").asLong(), TableRow.read(JSON.writeValueAsBytes(row.path("table"))));
        } catch (IOException e) {
            throw new EngineException.Corrupt("catalogue", 0, "backup row", "json", e.getMessage(), "JSON");
        }
    }
}
