package io.belvedere.server.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request without its body.
 *
 * @param path starts with a slash, no query, percent-encoded as the client wrote it; without doubled slashes, a last
 *     one, and the prefix that the server may be given
 * @param query what stands behind the question mark, percent-encoded; empty if nothing does
 * @param headers finds a header's first value by its name in any case
 */
public record RequestHead(String method, String path, String query, Function<String, Optional<String>> headers) {
    /** Whether the query asks for {@code name}: by itself, or as {@code name=1} or {@code name=true}. */
    public boolean asksFor(String name) {
        return Arrays.stream(query.split("&"))
                .anyMatch(part -> part.equals(name) || part.equals(name + "=1") || part.equals(name + "=true"));
    }

    public Optional<String> header(String name) {
        return headers.apply(name);
    }
}
