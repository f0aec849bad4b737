package io.belvedere.server.openai;

import io.belvedere.server.openai.wire.ErrorBody;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as the client will read it.
 *
 * @param status HTTP status; 0 never occurs
 * @param param the field at fault, as a path
 * @param code a word for programs
 * @param headers to add to the answer
 */
record ApiError(
        int status,
        String message,
        @Nullable String param,
        @Nullable String code,
        Map<String, String> headers) {
    ApiError {
        headers = Map.copyOf(headers);
    }

    static ApiError badRequest(String code, @Nullable String param, String message) {
        return new ApiError(400, message, param, code, Map.of());
    }

    /** The type that clients sort errors by; follows from the status. */
    String type() {
        return switch (status) {
            case 429 -> "rate_limit_error";
            case 403 -> "permission_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    ErrorBody body() {
        return new ErrorBody(new ErrorBody.Fault(message, type(), param, code));
    }
}
