package dev.dyno.bench.cli;

import dev.dyno.bench.transfer.TableImport;
import dev.dyno.dynamo.dax.HttpUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "import", sortOptions = false,
        header = "A folder that export wrote, or a file of items, into a DynamoDB endpoint.",
        description = {"", "Of a folder the table is made; a file has an item a line, as Amazon's exports have, and",
                "its table must be there.", ""},
        footer = {"", "Examples:", "  ./dyno import data/orders", "  ./dyno import data/orders --table copy",
                "  ./dyno import 01234-abcd.json.gz --table orders"})
final class ImportCommand implements Callable<Integer> {

    @ParentCommand
    private Main main;

    @Parameters(index = "0", paramLabel = "DIR|FILE", description = "Where from.")
    private Path from;

    @Option(names = "--table", paramLabel = "NAME", description = "Its name; default: as the folder says.")
    private String table = "";

    @Mixin
    private EndpointChoice endpoint;

    @Override
    public Integer call() throws IOException {
        try (HttpUpstream upstream = endpoint.open()) {
            main.screen().line("%,d items from %s", new TableImport(upstream).run(from, table), from);
        }
        return Exit.FINE;
    }
}
