package dev.dyno.bench.cli;

import dev.dyno.bench.Build;
import dev.dyno.bench.Plugins;
import dev.dyno.bench.scaffold.Scaffold;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** {@code ./dyno}: parses the arguments, puts the plug-ins in place and runs a verb. */
@Command(name = "dyno", versionProvider = Main.Version.class, sortOptions = false, sortSynopsis = false,
        header = "The test bench for storage engines.",
        synopsisHeading = "%nUsage: ", commandListHeading = "%nVerbs:%n", optionListHeading = "%nOptions:%n",
        footer = {"", "Examples:",
                "  ./dyno race                       engines on real data, and a report you can open",
                "  ./dyno engines                    what there is",
                "  ./dyno verify log                 does it keep the rules",
                "  ./dyno new engine mine            start your own",
                "", "Exit codes: 0 fine, 1 what was tested failed, 2 wrong usage, 3 the environment is unfit."})
public final class Main implements Runnable {

    /** The folder of the checkout; the launcher sets it. */
    private static final String HOME = "dyno.root";

    /** In the order of the help. */
    private static final List<Class<?>> VERBS = List.of(RaceCommand.class, ReportCommand.class,
            EnginesCommand.class, VerifyCommand.class, CrashCommand.class, LookCommand.class, SoakCommand.class,
            CacheCommand.class, LagCommand.class, ServeCommand.class, ExportCommand.class, ImportCommand.class,
            RaceApiCommand.class, DemoCommand.class, NewCommand.class,
            CassandraCommand.class, DoctorCommand.class, HelpVerb.class);

    private final Screen screen;
    private final Path home;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, order = 100,
            description = "Show this help.")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
    private boolean version;

    @Option(names = "--plugin", paramLabel = "JAR", scope = ScopeType.INHERIT, order = 90,
            description = "An engine outside the tree; may be repeated. The jars in plugins/ are always there.")
    private List<Path> plugins = new ArrayList<>();

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, order = 95,
            description = "Show where an error came from.")
    private boolean stacktrace;

    /** Where there is no terminal to ask: as wide as the texts are written, so that no line of theirs is broken. */
    private static final int HELP_COLUMNS = 100;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    Main(Screen screen, Path home) {
        this.screen = screen;
        this.home = home;
    }

    public static void main(String[] arguments) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Path home = Path.of(System.getProperty(HOME, "")).toAbsolutePath();
        int code = run(new Screen(out, err, terminal), home, arguments);
        out.flush();
        System.exit(code);
    }

    /** Runs one command line. @return its exit code */
    static int run(Screen screen, Path home, String... arguments) {
        Main main = new Main(screen, home);
        CommandLine line = new CommandLine(main);
        verbs(arguments).forEach(line::addSubcommand);
        Failures failures = new Failures(screen, main);
        line.setOut(new PrintWriter(screen.out(), true));
        line.setErr(new PrintWriter(screen.err(), true));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(screen.terminal() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(HELP_COLUMNS);
        line.setUsageHelpAutoWidth(screen.terminal());
        line.setUsageHelpLongOptionsMaxWidth(24);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        line.setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler(failures);
        line.setExecutionExceptionHandler(failures);
        line.setExecutionStrategy(main::execute);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            return line.execute(arguments);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** All, or the one that stands first: to read what the others take is half a second of a server's start. */
    private static List<Class<?>> verbs(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        List<Class<?>> named = VERBS.stream().filter(verb -> verb.getAnnotation(Command.class).name().equals(first))
                .toList();
        return named.isEmpty() || named.contains(HelpVerb.class) ? VERBS : named;
    }

    private int execute(ParseResult result) {
        Integer answered = CommandLine.executeHelpRequest(result);
        if (answered != null) {
            return answered;
        }
        try {
            Plugins.install(jars());
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (!plugins.isEmpty()) {
            refreshScaffolds();
        }
        return new CommandLine.RunLast().execute(result);
    }

    /** Who brings a plug-in may build it against this checkout: the next build there finds what runs here. */
    private void refreshScaffolds() {
        try {
            Scaffold.refresh(home, lib(), Build.load());
        } catch (IOException e) {
            screen.err().println("not brought up to date: directory=" + home + "/build/repository, problem=" + e);
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(screen.out());
    }

    Screen screen() {
        return screen;
    }

    boolean stacktrace() {
        return stacktrace;
    }

    /** The checkout. */
    Path home() {
        return home;
    }

    /** Where the build left the jars that the commands run on. */
    Path lib() {
        return home.resolve("bench/target/lib");
    }

    /** Every jar outside the tree that this run uses. */
    List<Path> jars() {
        List<Path> all = new ArrayList<>(Plugins.in(home.resolve("plugins")));
        all.addAll(plugins);
        return all;
    }

    /** The plug-ins as they were typed, for commands to type again. */
    String pluginArguments() {
        return plugins.stream().map(jar -> " --plugin " + quoted(jar)).collect(Collectors.joining());
    }

    /** As a shell takes it. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w./+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dyno " + Build.load().version() + ", Java " + Runtime.version()};
        }
    }
}
