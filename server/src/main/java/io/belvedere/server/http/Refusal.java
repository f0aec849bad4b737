package io.belvedere.server.http;

import java.time.Duration;
import java.util.Map;

/**
 * A request turned away before any handler saw it.
 *
 * @param code a word for programs, such as {@code request_too_large}
 * @param message a sentence for people: the fact, the limit, the actual value
 * @param headers to add to the answer
 */
public record Refusal(int status, String code, String message, Map<String, String> headers) {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    public Refusal {
        headers = Map.copyOf(headers);
    }

    public Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    static Refusal overloaded(String message) {
        return new Refusal(503, "server_is_overloaded", message, RetryHint.after(TRY_AGAIN));
    }

    static Refusal internal() {
        return new Refusal(
                500,
                "internal_error",
                "The server failed on this request; its log has the details under the request id.",
                RetryHint.NEVER);
    }
}
