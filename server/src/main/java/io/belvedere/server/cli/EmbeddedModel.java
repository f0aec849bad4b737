package io.belvedere.server.cli;

import io.belvedere.models.mini.Mini;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The model that ships with the program, for a command line that names none. */
final class EmbeddedModel {
    static final String CACHE_VARIABLE = "XDG_CACHE_HOME";

    private EmbeddedModel() {}

    /** Its file, unpacked into the user's cache on first use. */
    static Path path(Map<String, String> environment) throws UserException {
        Path cache = cache(environment, System.getProperty("user.home", ""));
        try {
            return Mini.unpack(cache);
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.MODEL,
                    "can't unpack the model that ships with the program into %s: set %s to a folder that can be written, or give --model PATH (%s)"
                            .formatted(cache, CACHE_VARIABLE, e),
                    e);
        }
    }

    /**
     * Belvedere's folder in the user's cache, by the XDG base directory specification: only an absolute path counts, of
     * the variable and of the home.
     */
    static Path cache(Map<String, String> environment, String home) throws UserException {
        Path given = Path.of(environment.getOrDefault(CACHE_VARIABLE, ""));
        if (given.isAbsolute()) {
            return given.resolve("belvedere");
        }
        if (!Path.of(home).isAbsolute()) { // the JVM's word for a user who has none is "?"
            throw new UserException(
                    ExitCode.MODEL,
                    "the model that ships with the program has no place to be unpacked to, since this user has no home folder: set %s"
                                    .formatted(CACHE_VARIABLE)
                            + " to a folder that can be written, or give --model PATH");
        }
        return Path.of(home, ".cache", "belvedere");
    }
}
