package io.belvedere.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/**
 * A client that sends its body only once it is told to (RFC 9110, section 10.1.1): told so when the body is wanted, not
 * before.
 */
final class Expectation {
    private static final String CONTINUE = "100-continue";

    private Expectation() {}

    /** Whether the client waits. */
    static boolean isIn(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0 && CONTINUE.equalsIgnoreCase(request.getHeader("expect"));
    }

    /** Why an expectation can't be met; empty: there is none, or it can. */
    static Optional<Refusal> refusalOf(RequestHead head) {
        return head.header("expect")
                .filter(expected -> !expected.equalsIgnoreCase(CONTINUE))
                .map(expected -> new Refusal(
                        417, "expectation_failed", "The only Expect that is met is 100-continue; leave it out."));
    }

    /** Tells a client that waits to go on. */
    static void meet(HttpServerRequest request) {
        if (isIn(request)) {
            request.response().writeContinue();
        }
    }
}
