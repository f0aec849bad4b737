package io.belvedere.server.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The program's commands and how each of them ends. */
@Command(
        name = "belvedere",
        description = "Vision completions from one JVM: a picture and a question in, the model's answer out.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        versionProvider = Belvedere.Version.class,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        parameterListHeading = "%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:something failed at run time, such as a taken port",
            "2:the command line is wrong",
            "3:the model's files are missing, broken or not supported",
            "4:a picture or the question can't be used",
            "5:told to stop, the server ended requests that were not finished in time",
            "130:interrupted",
        })
public final class Belvedere {
    private static final String EXAMPLES = """

            Examples:
              Ask about a picture, with the small model that ships with the program:
                belvedere ask --image docs/images/receipt.png "What is the total?"
              The same with a large model:
                belvedere ask --model qwen2.5-vl-3b-q8_0.gguf --image photo.jpg "What is in this picture?"
              Serve the OpenAI API on port 8080, for this machine alone:
                belvedere serve --model qwen2.5-vl-3b-q8_0.gguf
              See how fast that is on this machine:
                belvedere bench --model qwen2.5-vl-3b-q8_0.gguf
              See what a model file holds:
                belvedere inspect qwen2.5-vl-3b-q8_0.gguf

            'belvedere COMMAND --help' explains a command.
            """;

    private static final int HELP_WIDTH = 110;

    private final Terminal terminal;
    private final CommandLine commands;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more, and show where in the program an error came from.")
    private boolean verbose;

    public Belvedere(Terminal terminal) {
        this.terminal = terminal;
        this.commands = new CommandLine(this)
                .addSubcommand("serve", new ServeCommand(terminal))
                .addSubcommand("ask", new AskCommand(terminal))
                .addSubcommand("bench", new BenchCommand(terminal))
                .addSubcommand("inspect", new InspectCommand(terminal))
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(this::execute)
                .setExecutionExceptionHandler((failure, command, parsed) -> fail(failure))
                .setParameterExceptionHandler((failure, arguments) -> refuse(failure));
        commands.setUsageHelpWidth(HELP_WIDTH);
        commands.getCommandSpec().usageMessage().footer(EXAMPLES.lines().toArray(String[]::new));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Runs the command that the arguments name; returns the exit code. A success whose output was lost is none. */
    public int run(String... arguments) {
        int status = commands.execute(arguments);
        commands.getOut().flush();
        return status == ExitCode.SUCCESS && terminal.lostOutput() ? fail(OutputLost.exception()) : status;
    }

    private int execute(CommandLine.ParseResult parsed) {
        Logging.setUp(
                verbose,
                parsed.hasSubcommand()
                        && parsed.subcommand().commandSpec().name().equals("serve"));
        if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
            commands.usage(terminal.err());
            return ExitCode.USAGE;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int fail(Exception failure) {
        if (failure instanceof UserException known) {
            terminal.err().println("belvedere: " + known.getMessage());
            showTrace(failure);
            return known.exitCode();
        }
        terminal.err()
                .println("belvedere: unexpected failure, please report it with the output of --verbose: " + failure);
        showTrace(failure);
        return ExitCode.FAILURE;
    }

    private int refuse(ParameterException failure) {
        terminal.err().println("belvedere: " + failure.getMessage());
        terminal.err()
                .println("Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        showTrace(failure);
        return ExitCode.USAGE;
    }

    private void showTrace(Exception failure) {
        if (verbose) {
            failure.printStackTrace(terminal.err());
        }
    }

    /** The jar's version; "development" where the classes lie in a folder. */
    static String version() {
        String version = Belvedere.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String java = System.getProperty("java.vm.version");
            return new String[] {"belvedere " + version(), "Java " + java};
        }
    }
}
