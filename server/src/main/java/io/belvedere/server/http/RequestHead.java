package io.belvedere.server.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * A request without its body.
 *
 * @param path as the client wrote it: starts with a slash, no query, percent-encoded
 * @param headers finds a header's first value by its name in any case
 */
public record RequestHead(String method, String path, Function<String, Optional<String>> headers) {
    public Optional<String> header(String name) {
        return headers.apply(name);
    }
}
