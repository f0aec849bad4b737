package io.belvedere.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which handler answers which path and method. Immutable; the first line that fits counts; HEAD is answered wherever
 * GET is.
 */
public final class Router {
    /**
     * One line of the table.
     *
     * @param path a whole path; a prefix if it ends in a slash: then at least one more character must follow; with
     *     {@code ?NAME} behind it only requests that {@link RequestHead#asksFor} it
     * @param open whether guards let it pass unseen
     */
    public record Route(String method, String path, boolean open, ExchangeHandler handler) {
        /** Whether a body means anything to it. */
        boolean takesBody() {
            return !method.equals("GET");
        }

        boolean covers(RequestHead head) {
            String asked = head.path();
            int query = path.indexOf('?');
            if (query >= 0) {
                return asked.equals(path.substring(0, query)) && head.asksFor(path.substring(query + 1));
            }
            return path.endsWith("/") ? asked.startsWith(path) && asked.length() > path.length() : asked.equals(path);
        }

        /** Whether a path that it covers is the prefix or lies below it. */
        boolean isHiddenBy(String prefix) {
            int query = path.indexOf('?');
            String own = query < 0 ? path : path.substring(0, query);
            return (own + "/").startsWith(prefix + "/") || (own.endsWith("/") && prefix.startsWith(own));
        }

        boolean serves(String asked) {
            return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
        }
    }

    /** What the table says about a request. */
    public sealed interface Match {
        record Found(Route route) implements Match {}

        /** No such path. */
        record Unknown(Refusal refusal) implements Match {}

        /** The path is there, but not for this method. */
        record WrongMethod(Refusal refusal) implements Match {}
    }

    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** The whole table. */
    public List<Route> routes() {
        return routes;
    }

    /**
     * Requires that every route can be asked for by its own path although what begins with a prefix is read without it.
     *
     * @throws IllegalArgumentException if one can't; names it
     */
    void requireNoneBelow(String prefix) {
        for (Route route : routes) {
            if (!prefix.isEmpty() && route.isHiddenBy(prefix)) {
                throw new IllegalArgumentException(
                        "the path prefix %s hides the route %s; choose one that no route begins with, such as /ai"
                                .formatted(prefix, route.path()));
            }
        }
    }

    Match match(RequestHead head) {
        List<Route> covering = new ArrayList<>();
        for (Route route : routes) {
            if (route.covers(head)) {
                if (route.serves(head.method())) {
                    return new Match.Found(route);
                }
                covering.add(route);
            }
        }
        return covering.isEmpty() ? unknown(head) : wrongMethod(head, covering);
    }

    private static Match unknown(RequestHead head) {
        return new Match.Unknown(new Refusal(
                404, "unknown_url", "Unknown request URL: %s %s.".formatted(head.method(), shortened(head.path()))));
    }

    private static Match wrongMethod(RequestHead head, List<Route> covering) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : covering) {
            allowed.add(route.method());
            if (route.method().equals("GET")) {
                allowed.add("HEAD");
            }
        }
        String methods = String.join(", ", allowed);
        String message =
                "%s is not allowed on %s; allowed: %s.".formatted(head.method(), shortened(head.path()), methods);
        return new Match.WrongMethod(new Refusal(405, "method_not_allowed", message, Map.of("allow", methods)));
    }

    private static String shortened(String path) {
        return path.length() <= 200 ? path : path.substring(0, 200) + "...";
    }
}
