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
        Path cache = cache(environment, System.getProperty("user.home", "."));
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

    /** Belvedere's folder in the user's cache, by the XDG base directory specification: only an absolute path counts. */
    static Path cache(Map<String, String> environment, String home) {
        Path given = Path.of(environment.getOrDefault(CACHE_VARIABLE, ""));
        Path base = given.isAbsolute() ? given : Path.of(home, ".cache");
        return base.resolve("belvedere");
    }
}
