package io.belvedere.server.http;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** What to say to a request whose head is no valid HTTP. */
final class UnreadableRequest {
    private UnreadableRequest() {}

    static Refusal refusal(Throwable problem, Limits limits) {
        String limit = limits.text(Limit.HEADER_SIZE);
        return switch (problem) {
            case Http1Rules.Fault fault -> fault.refusal();
            case TooLongHttpLineException line ->
                new Refusal(414, "url_too_long", "The request line is limited to " + limit + ".");
            case TooLongHttpHeaderException header ->
                new Refusal(431, "headers_too_large", "The request headers are limited to " + limit + ".");
            default -> new Refusal(400, "invalid_http", "The request is not valid HTTP/1.1.");
        };
    }
}
