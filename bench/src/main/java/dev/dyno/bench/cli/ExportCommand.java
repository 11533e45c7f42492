package dev.dyno.bench.cli;

import dev.dyno.bench.transfer.TableExport;
import dev.dyno.dynamo.dax.HttpUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "export", sortOptions = false,
        header = "A table of any DynamoDB endpoint into a folder.",
        description = {"", "table.json gets the request that makes the table, items.json.gz an item a line, in the",
                "form of Amazon's exports. The endpoint may be Amazon's: requests are signed with",
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", ""},
        footer = {"", "Examples:", "  ./dyno export orders data/orders",
                "  ./dyno export orders data/orders --endpoint https://dynamodb.eu-central-1.amazonaws.com "
                        + "--region eu-central-1"})
final class ExportCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Parameters(index = "0", paramLabel = "TABLE", description = "Its name.")
    private String table;

    @Parameters(index = "1", paramLabel = "DIR", description = "Where to; made if it is not there.")
    private Path to;

    @Mixin
    private EndpointChoice endpoint;

    @Override
    public Integer call() throws IOException {
        try (HttpUpstream upstream = endpoint.open()) {
            main.screen().line("%,d items in %s", new TableExport(upstream).run(table, to), to);
        }
        return Exit.FINE;
    }
}
