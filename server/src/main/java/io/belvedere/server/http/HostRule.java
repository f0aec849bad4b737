package io.belvedere.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The host that a request names (RFC 9110, section 7.2; RFC 9112, section 3.2): one, in a form that leaves no doubt.
 */
final class HostRule {
    /** A name or address, perhaps with a port; no user, no path. */
    private static final Pattern HOST =
            Pattern.compile("(?:\\[[0-9A-Za-z:.%_~-]+]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(?::[0-9]{0,5})?");

    private HostRule() {}

    /**
     * What is wrong with a request that was read; HTTP/2 has the host in a pseudo-header, and perhaps in the other one
     * too.
     */
    static Optional<Refusal> check(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return Optional.empty(); // Http1Rules has seen to it
        }
        Set<String> hosts = new LinkedHashSet<>(request.headers().getAll("host"));
        HostAndPort authority = request.authority();
        if (authority != null) {
            hosts.add(authority.toString());
        }
        return check(List.copyOf(hosts), true);
    }

    /**
     * What is wrong; empty: nothing.
     *
     * @param hosts the values of all headers {@code Host}
     * @param needed whether there must be one
     */
    static Optional<Refusal> check(List<String> hosts, boolean needed) {
        if (hosts.size() > 1) {
            return Optional.of(fault("The request has %d Host headers; one is needed.".formatted(hosts.size())));
        }
        if (hosts.isEmpty()) {
            return needed ? Optional.of(fault("The request has no Host header.")) : Optional.empty();
        }
        return HOST.matcher(hosts.getFirst()).matches()
                ? Optional.empty()
                : Optional.of(fault("The request's host is no name or address, perhaps with a port."));
    }

    private static Refusal fault(String message) {
        return new Refusal(400, "invalid_http", message);
    }
}
