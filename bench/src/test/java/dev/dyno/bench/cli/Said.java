package dev.dyno.bench.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a command answered, run in this process. */
record Said(int code, String out, String err) {

    /** The checkout under test. */
    static final Path ROOT = Path.of(System.getProperty("dyno.root")).toAbsolutePath();

    static Said by(String... arguments) {
        return by(ROOT, arguments);
    }

    static Said by(Path home, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int code = Main.run(screen, home, arguments);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    String lastLine() {
        return out.lines().reduce("", (before, line) -> line);
    }

    /** The line of an error; what follows is where to read more. */
    String error() {
        return err.lines().findFirst().orElse("");
    }
}
