package dev.dyno.bench.serve;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What tests need that is not Java's. Where it is missing and root runs the tests on a Debian, it is installed by apt;
 * elsewhere the test is skipped and says what to install.
 */
final class Installed {

    private static final long INSTALL_MINUTES_MAX = 5;

    private Installed() {
    }

    /**
     * @param probe a command that succeeds where the packages are there
     * @param packages Debian's names
     */
    static void orSkip(List<String> probe, String... packages) throws IOException, InterruptedException {
        if (succeeds(probe)) {
            return;
        }
        String names = String.join(" ", packages);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-get")) && System.getProperty("user.name").equals("root"),
                "skipped, install first: apt install " + names);
        List<String> install = new ArrayList<>(List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends"));
        install.addAll(List.of(packages));
        boolean installed = succeeds(List.of("apt-get", "update", "-qq")) && succeeds(install) && succeeds(probe);
        assumeTrue(installed, "skipped, apt cannot install here: " + names);
    }

    static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        return run(Path.of("."), command).status == 0;
    }

    /** @param output of both streams */
    record Run(int status, String output) {
    }

    /** Runs a command without input; one that cannot be started or does not end has status -1. */
    static Run run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("dyno-run", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                    .redirectErrorStream(true).redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                return new Run(-1, e.getMessage());
            }
            if (!process.waitFor(INSTALL_MINUTES_MAX, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                return new Run(-1, "does not end: " + String.join(" ", command));
            }
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
