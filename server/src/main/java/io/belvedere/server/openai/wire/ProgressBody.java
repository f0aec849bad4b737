package io.belvedere.server.openai.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.belvedere.chat.Progress;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How far a request is, an extension of the API; what does not belong to the stage is left out.
 *
 * @param stage {@code waiting}, {@code encoding} or {@code reading}
 * @param ahead answers that wait and came earlier
 * @param image being encoded, from 0
 * @param images of the request
 * @param done share of the picture's work, to two decimals
 * @param tokens of the prompt that were read
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProgressBody(
        String stage,
        @Nullable Integer ahead,
        @Nullable Integer image,
        @Nullable Integer images,
        @Nullable Double done,
        @Nullable Integer tokens,
        @Nullable Integer promptTokens) {
    public static ProgressBody of(Progress progress) {
        return switch (progress) {
            case Progress.Waiting(int ahead) -> new ProgressBody("waiting", ahead, null, null, null, null, null);
            case Progress.Encoding(int image, int images, double done) ->
                new ProgressBody("encoding", null, image, images, Math.floor(done * 100) / 100, null, null);
            case Progress.Reading(int tokens, int promptTokens) ->
                new ProgressBody("reading", null, null, null, null, tokens, promptTokens);
        };
    }
}
