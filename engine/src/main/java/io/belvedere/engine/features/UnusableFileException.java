package io.belvedere.engine.features;

import java.io.Serial;

/**
 * A file of the cache's folder must not be served: it is damaged, or of another version, model or picture. The message
 * says which.
 */
final class UnusableFileException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    UnusableFileException(String reason) {
        super(reason);
    }
}
