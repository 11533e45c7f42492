package dev.dyno.bench.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which engine an endpoint serves, with its options. */
final class ServedEngine {

    private static final String CONTACT_POINTS = "contact-points";

    @Option(names = "--engine", paramLabel = "NAME", description = "See ./dyno engines; default: ${DEFAULT-VALUE}.")
    private String name = "btree";

    @Option(names = {"-o", "--option"}, paramLabel = "NAME=VALUE",
            description = "An option of the engine; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--contact", paramLabel = "HOST:PORT",
            description = "Nodes to ask first, of an engine beyond this machine: its option contact-points.")
    private String contact = "";

    String name() {
        return name;
    }

    Map<String, String> options() {
        Map<String, String> all = new LinkedHashMap<>(options);
        if (!contact.isEmpty()) {
            all.put(CONTACT_POINTS, contact);
        }
        return all;
    }
}
