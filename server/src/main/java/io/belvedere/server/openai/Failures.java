package io.belvedere.server.openai;

import io.belvedere.chat.ChatFailure;
import io.belvedere.server.http.RetryHint;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The one map from what went wrong to what the client is told. */
final class Failures {
    /** Until what stands in for this server can be there. */
    private static final Duration ANOTHER_SERVER = Duration.ofSeconds(1);

    private Failures() {}

    /** @param call whose pictures and documents the failure may name */
    static ApiError toError(ChatFailure failure, ChatCall call) {
        String message = failure.message();
        return switch (failure) {
            case ChatFailure.Invalid invalid -> ApiError.badRequest("invalid_value", invalid.field(), message);
            case ChatFailure.ContextTooLong _, ChatFailure.TextTooLong _ ->
                ApiError.badRequest("context_length_exceeded", "messages", message);
            case ChatFailure.BadImage bad ->
                ApiError.badRequest(
                        bad.problem().name().toLowerCase(Locale.ROOT), path(call.imageFields(), bad.image()), message);
            case ChatFailure.BadDocument bad ->
                ApiError.badRequest(
                        bad.problem().name().toLowerCase(Locale.ROOT),
                        path(call.documentFields(), bad.document()),
                        message);
            case ChatFailure.Overloaded overloaded ->
                new ApiError(503, message, null, "server_is_overloaded", RetryHint.after(overloaded.retryAfter()));
            // the same request would break again, after the same work
            case ChatFailure.Internal internal -> new ApiError(500, message, null, "internal_error", RetryHint.NEVER);
        };
    }

    /** What a request is told that is still running when a stopping server's time is over. */
    static ApiError stopping() {
        return new ApiError(
                503, "The server is stopping.", null, "server_is_overloaded", RetryHint.after(ANOTHER_SERVER));
    }

    private static String path(List<String> fields, int number) {
        return number < fields.size() ? fields.get(number) : "messages";
    }
}
