package io.belvedere.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused or ended early. Messages are for the client: they name the fact, the limit and the actual
 * value.
 */
public sealed interface ChatFailure {
    String message();

    /**
     * The request itself is at fault; {@code field} is its path in the request, such as {@code messages[0].content[1]}.
     */
    record Invalid(String message, @Nullable String field) implements ChatFailure {}

    /** The prompt does not fit into the context. */
    record ContextTooLong(int promptTokens, int contextTokens) implements ChatFailure {
        @Override
        public String message() {
            return "This model's context is " + contextTokens + " tokens; the prompt takes " + promptTokens
                    + " and leaves no room for an answer.";
        }
    }

    /** The prompt's text alone can't fit into the context, however it is cut into tokens. */
    record TextTooLong(long characters, long mostCharacters, int contextTokens) implements ChatFailure {
        @Override
        public String message() {
            return "This model's context is " + contextTokens + " tokens, at most " + mostCharacters
                    + " characters; the prompt's text has " + characters + ".";
        }
    }

    /** A picture can't be used; {@code image} counts from 0 over the request. */
    record BadImage(int image, ImageProblem problem, String message) implements ChatFailure {}

    /** A document can't be used; {@code document} counts from 0 over the request's documents. */
    record BadDocument(int document, DocumentProblem problem, String message) implements ChatFailure {}

    /** There is no room now; it is worth trying again. */
    record Overloaded(String message, Duration retryAfter) implements ChatFailure {}

    /** The fault is on this side. */
    record Internal(String message) implements ChatFailure {}
}
