package io.belvedere.server.openai.wire;

import org.jspecify.annotations.Nullable;

/** The body of every answer that is not a success, and of the last event of a stream that failed. */
public record ErrorBody(Fault error) {
    /**
     * @param param the field at fault, as a path such as {@code messages[0].content[1].image_url.url}
     * @param code a word for programs
     */
    public record Fault(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}
}
