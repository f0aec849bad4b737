package io.belvedere.server.cli;

import org.jspecify.annotations.Nullable;

/** What a person can put right: shown as one line, which says what to do. */
final class UserException extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    UserException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    UserException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    int exitCode() {
        return exitCode;
    }
}
