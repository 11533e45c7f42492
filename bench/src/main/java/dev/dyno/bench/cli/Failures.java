package dev.dyno.bench.cli;

import dev.dyno.api.EngineException;
import dev.dyno.api.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Screen screen;
    private final Main main;

    Failures(Screen screen, Main main) {
        this.screen = screen;
        this.main = main;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandSpec spec = failure.getCommandLine().getCommandSpec();
        String message = failure.getMessage();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            message = unmatched(spec, unmatched.getUnmatched().getFirst());
        } else if (failure instanceof MissingParameterException) {
            message = message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1);
        }
        return report(spec, message, failure, Exit.USAGE);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult result) {
        CommandSpec spec = line.getCommandSpec();
        if (failure instanceof ParameterException wrong) {
            return handleParseException(wrong, new String[0]);
        }
        String message = failure.getMessage();
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            message = failure.getClass().getSimpleName() + ": " + message;
        } else if (!isExpected(failure)) {
            message = "internal error: " + failure + " (--stacktrace says where)";
        }
        return report(spec, message, failure, code(failure));
    }

    private static boolean isExpected(Exception failure) {
        return failure instanceof IllegalArgumentException || failure instanceof EngineException
                || failure instanceof Unfit;
    }

    private static int code(Exception failure) {
        return switch (failure) {
            case IllegalArgumentException _ -> Exit.USAGE;
            case Unfit _ -> Exit.UNFIT;
            case IOException _ -> Exit.UNFIT;
            case UncheckedIOException _ -> Exit.UNFIT;
            case EngineException.InUse _ -> Exit.UNFIT;
            case EngineException.Full _ -> Exit.UNFIT;
            case EngineException.Io _ -> Exit.UNFIT;
            default -> Exit.FAILED;
        };
    }

    private int report(CommandSpec spec, String message, Exception failure, int code) {
        String verb = spec.qualifiedName(" ");
        screen.err().println(screen.bad(verb + ": ") + message);
        if (main.stacktrace()) {
            trace(failure);
        } else if (code == Exit.USAGE) {
            screen.err().println(screen.faint("see ./" + verb + " --help"));
        }
        return code;
    }

    private void trace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            screen.err().println(cause);
            for (StackTraceElement frame : cause.getStackTrace()) {
                screen.err().println("    at " + frame);
            }
        }
    }

    /** An argument that no command, parameter or option takes, with the nearest that one would. */
    private static String unmatched(CommandSpec spec, String argument) {
        List<String> known = new ArrayList<>();
        boolean option = argument.startsWith("-");
        if (option) {
            spec.options().forEach(each -> known.addAll(List.of(each.names())));
            String name = argument.split("=", 2)[0];
            known.removeIf(each -> !each.startsWith("--"));
            return "no such option: " + name + Names.suggest(name, known);
        }
        if (spec.subcommands().isEmpty()) {
            return "one argument too many: " + argument;
        }
        known.addAll(spec.subcommands().keySet());
        return "no such " + (spec.parent() == null ? "verb" : "argument of " + spec.name()) + ": " + argument
                + Names.suggest(argument, known);
    }
}
