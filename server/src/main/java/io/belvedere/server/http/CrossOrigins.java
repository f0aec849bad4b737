package io.belvedere.server.http;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The web pages that may call and read answers, by their origins (Fetch standard, "CORS protocol"). Keys travel in a
 * header: cookies are never asked for.
 */
public final class CrossOrigins {
    /** Stands for every origin. */
    public static final String ANY = "*";

    public static final CrossOrigins NONE = new CrossOrigins(List.of());

    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\s,*]+");
    private static final Pattern DEFAULT_PORT =
            Pattern.compile("(?<=^http://[^/]{1,300}):80$|(?<=^https://[^/]{1,300}):443$");

    private static final List<String> REQUEST_HEADERS =
            List.of("authorization", "api-key", "x-api-key", "content-type", "x-client-request-id");
    /** What OpenAI's own SDK adds to each request in a browser. */
    private static final Pattern SDK_HEADER = Pattern.compile("(?:x-stainless|openai)-[a-z0-9-]{1,60}");

    private static final String ANSWER_HEADERS =
            "x-request-id, x-client-request-id, x-belvedere-ignored-fields, retry-after, retry-after-ms, x-should-retry";
    private static final String METHODS = "GET, HEAD, POST";
    private static final String REMEMBERED_SECONDS = "7200";

    private final Set<String> origins = new LinkedHashSet<>();

    /**
     * Takes {@link #ANY}, or origins as browsers send them: a scheme and a host, with the port unless it is the
     * scheme's own.
     *
     * @throws IllegalArgumentException if one is no origin
     */
    public CrossOrigins(Collection<String> origins) {
        for (String origin : origins) {
            this.origins.add(origin.equals(ANY) ? ANY : normalized(origin));
        }
    }

    private static String normalized(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (!ORIGIN.matcher(lower).matches()) {
            throw new IllegalArgumentException(
                    "an origin is a scheme and a host, perhaps with a port, such as https://app.example; given '%s'"
                            .formatted(origin));
        }
        return DEFAULT_PORT.matcher(lower).replaceFirst("");
    }

    /** Whether pages of every origin are allowed. */
    public boolean allowsAny() {
        return origins.contains(ANY);
    }

    /** Whether pages of this origin, as a browser sent it, are allowed. */
    public boolean allows(String origin) {
        return allowsAny() || origins.contains(origin);
    }

    /** The headers that every answer to this request carries, whatever becomes of the request. */
    Map<String, String> headers(RequestHead head) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!origins.isEmpty() && !allowsAny()) {
            headers.put("vary", "origin");
        }
        allowedOrigin(head).ifPresent(origin -> {
            headers.put("access-control-allow-origin", allowsAny() ? ANY : origin);
            headers.put("access-control-expose-headers", ANSWER_HEADERS);
        });
        return headers;
    }

    /**
     * What to tell a browser that asks, for an allowed page, whether it may call; empty if this request is no such
     * question.
     */
    Optional<Map<String, String>> permission(RequestHead head) {
        boolean asks = head.method().equals("OPTIONS")
                && head.header("access-control-request-method").isPresent();
        if (!asks || allowedOrigin(head).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Map.of(
                "access-control-allow-methods", METHODS,
                "access-control-allow-headers", requestHeaders(head),
                "access-control-max-age", REMEMBERED_SECONDS));
    }

    private Optional<String> allowedOrigin(RequestHead head) {
        return head.header("origin").filter(this::allows);
    }

    private static String requestHeaders(RequestHead head) {
        Set<String> allowed = new LinkedHashSet<>(REQUEST_HEADERS);
        for (String asked :
                head.header("access-control-request-headers").orElse("").split(",")) {
            String name = asked.strip().toLowerCase(Locale.ROOT);
            if (SDK_HEADER.matcher(name).matches()) {
                allowed.add(name);
            }
        }
        return String.join(", ", allowed);
    }
}
