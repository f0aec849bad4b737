package io.belvedere.server.cli;

/** What is told when standard output takes no more: it is closed, or its disk is full. */
final class OutputLost {
    private OutputLost() {}

    static UserException exception() {
        return new UserException(
                ExitCode.FAILURE,
                "standard output can't be written: it is closed, its reader has ended, or its disk is full");
    }
}
