package dev.dyno.bench.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dyno.dynamo.dax.Upstream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** Writes a table into a folder, by Scan: of what is written meanwhile, each item is as it was when it was met. */
public final class TableExport {

    private final Asker asker;

    public TableExport(Upstream endpoint) {
        asker = new Asker(endpoint);
    }

    /**
     * @param to made if it is not there
     * @return how many items
     * @throws FileAlreadyExistsException if there is a table in it
     * @throws IllegalArgumentException if the endpoint refuses
     */
    public long run(String tableName, Path to) throws IOException {
        TableFolder folder = new TableFolder(to);
        ObjectNode request = Asker.JSON.createObjectNode().put("TableName", tableName);
        JsonNode table = asker.ask("DescribeTable", request).path("Table");
        Files.createDirectories(to);
        if (Files.exists(folder.items())) {
            throw new FileAlreadyExistsException(folder.items().toString());
        }
        long items = writeItems(request, folder.unfinished());
        folder.writeSchema(table);
        Files.move(folder.unfinished(), folder.items(), StandardCopyOption.ATOMIC_MOVE);
        return items;
    }

    private long writeItems(ObjectNode request, Path file) throws IOException {
        long items = 0;
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(
                Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            JsonNode page;
            do {
                page = asker.ask("Scan", request);
                for (JsonNode item : page.path("Items")) {
                    out.append("{\"Item\":").append(item.toString()).append("}\n");
                    items++;
                }
                request.set("ExclusiveStartKey", page.path("LastEvaluatedKey"));
            } while (page.has("LastEvaluatedKey"));
        }
        return items;
    }
}
