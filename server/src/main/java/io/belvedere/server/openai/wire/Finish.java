package io.belvedere.server.openai.wire;

import io.belvedere.chat.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * How an answer ended, in words that clients know.
 *
 * @param reason {@code stop} or {@code length}
 * @param details the cause, where the word hides it
 */
public record Finish(String reason, @Nullable Details details) {
    /**
     * An extension of the API.
     *
     * @param type {@code repetition} or {@code time_limit}
     */
    public record Details(String type) {}

    public static Finish of(FinishReason reason) {
        return switch (reason) {
            case STOP -> new Finish("stop", null);
            case LENGTH -> new Finish("length", null);
            case REPETITION -> new Finish("length", new Details("repetition"));
            case TIME_LIMIT -> new Finish("length", new Details("time_limit"));
        };
    }
}
