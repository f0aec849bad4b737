package io.belvedere.server.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command sees of the process that it runs in.
 *
 * @param interactive whether a person watches: then one line may be rewritten
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, Map<String, String> environment) {
    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** Whether something that was printed to {@code out} could not be written. */
    boolean lostOutput() {
        return out.checkError();
    }

    @SuppressWarnings("SystemConsoleNull") // it is null again since Java 25 where no terminal is attached
    public static Terminal ofProcess() {
        Console console = System.console();
        boolean watched = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(System.out, System.err, watched, System.getenv());
    }
}
