package io.belvedere.server.http;

import java.util.regex.Pattern;

/** Paths as clients and proxies write them, brought to the one form that routes have. */
final class RequestPath {
    /** Whole segments of what may stand in a path (RFC 3986, section 3.3). */
    private static final Pattern PREFIX = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+");

    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    private RequestPath() {}

    /**
     * Doubled slashes become one, a last one goes, and so does the prefix.
     *
     * @param prefix empty, or as {@link #prefix} returns it
     */
    static String of(String written, String prefix) {
        String path = SLASHES.matcher(written).replaceAll("/");
        if (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (prefix.isEmpty() || !path.startsWith(prefix)) {
            return path;
        }
        String below = path.substring(prefix.length());
        return below.isEmpty() ? "/" : below.startsWith("/") ? below : path;
    }

    /**
     * Reads a prefix; a last slash means nothing, and a slash alone no prefix.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String prefix(String written) {
        String prefix = written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
        if (!prefix.isEmpty() && !PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "a path prefix begins with a slash and has no query, such as /ai/vision; given '%s'"
                            .formatted(written));
        }
        return prefix;
    }
}
