package io.belvedere.server.cli;

import io.belvedere.engine.format.FormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** What to tell of a model that can't be opened. */
final class ModelFaults {
    private ModelFaults() {}

    static UserException of(IOException failure) {
        String message = switch (failure) {
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case AccessDeniedException denied ->
                "the user " + System.getProperty("user.name") + " may not read " + denied.getFile()
                        + "; allow that (chmod +r)";
            case FormatException format -> String.valueOf(format.getMessage());
            default -> "the model can't be read: " + failure.getMessage();
        };
        return new UserException(ExitCode.MODEL, message, failure);
    }
}
