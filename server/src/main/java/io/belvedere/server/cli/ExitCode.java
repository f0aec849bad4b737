package io.belvedere.server.cli;

/** How the process ends. {@code belvedere --help} shows the same list. */
final class ExitCode {
    static final int SUCCESS = 0;
    /** Something failed at run time, such as a taken port. */
    static final int FAILURE = 1;
    /** The command line is wrong; picocli's own code. */
    static final int USAGE = 2;
    /** The model's files are missing, broken or not supported. */
    static final int MODEL = 3;
    /** A picture or the question can't be used. */
    static final int INPUT = 4;

    /** The server was told to stop, and not all requests were finished in time. */
    static final int CUT_OFF = 5;

    private ExitCode() {}
}
