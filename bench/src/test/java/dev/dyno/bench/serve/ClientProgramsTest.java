package dev.dyno.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dyno.api.run.Clock;
import dev.dyno.bench.serve.Installed.Run;
import dev.dyno.dynamo.http.HttpOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real programs in other languages, with AWS's own clients: tables, items, queries, transactions, streams, errors. */
@Timeout(400)
class ClientProgramsTest {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Path TARGET = Path.of("target");

    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    @Test
    void boto3() throws Exception {
        Installed.orSkip(List.of(PYTHON, "-c", "import boto3"), "python3-boto3");
        Path program = Files.createDirectories(TARGET.resolve("boto3")).resolve("program.py");
        copy("boto3_program.py", program);
        run(program.getParent(), PYTHON, "program.py");
    }

    @Test
    void javaScript() throws Exception {
        assumeTrue(Installed.succeeds(List.of("npm", "--version")), "skipped, install Node and npm first");
        Path directory = Files.createDirectories(TARGET.resolve("javascript"));
        String lock = "package-lock.json";
        boolean isNew = copy("javascript/" + lock, directory.resolve(lock));
        copy("javascript/package.json", directory.resolve("package.json"));
        copy("javascript/program.js", directory.resolve("program.js"));
        if (isNew || !Files.isDirectory(directory.resolve("node_modules"))) {
            Run install = Installed.run(directory, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            assumeTrue(install.status() == 0, () -> "skipped, npm cannot install here: " + install.output());
        }
        run(directory, "node", "--no-warnings", "program.js");
    }

    private void run(Path directory, String... command) throws IOException, InterruptedException {
        try (Served served = Served.open(ServeOptions.of("btree", ""), HttpOptions.STANDARD.withPort(0), Clock.SYSTEM,
                faults::add)) {
            List<String> all = new ArrayList<>(List.of(command));
            all.add(served.url());
            Run run = Installed.run(directory, all);
            assertEquals(0, run.status(), run.output());
            assertTrue(run.output().contains("assertions passed"), run.output());
        }
        assertEquals(List.of(), List.copyOf(faults));
    }

    /** @return whether it was not there, or another */
    private static boolean copy(String resource, Path to) throws IOException {
        try (var in = ClientProgramsTest.class.getResourceAsStream("/dev/dyno/bench/clients/" + resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (Files.exists(to) && Files.readString(to).equals(text)) {
                return false;
            }
            Files.writeString(to, text);
            return true;
        }
    }
}
