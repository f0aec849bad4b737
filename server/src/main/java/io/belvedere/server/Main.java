package io.belvedere.server;

import io.belvedere.server.cli.Belvedere;
import io.belvedere.server.cli.Terminal;

/** The program. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new Belvedere(Terminal.ofProcess()).run(arguments));
    }
}
