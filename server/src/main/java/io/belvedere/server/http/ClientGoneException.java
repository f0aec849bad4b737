package io.belvedere.server.http;

import java.io.IOException;

/** The client closed its connection, or stopped reading, before its answer was out. */
public final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1;

    public ClientGoneException(String message) {
        super(message);
    }
}
