package io.belvedere.server.openai.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The body of {@code POST /v1/chat/completions}, nothing decided yet: null and absent are the same.
 *
 * @param logitBias by token id in decimal digits
 * @param timeLimit in seconds
 * @param stop a string or an array of strings
 * @param mmProcessorKwargs an object
 * @param mediaIoKwargs an object
 * @param others every field that has no component here, by its name
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ChatCompletionRequest(
        @Nullable String model,
        @Nullable List<@Nullable RequestMessage> messages,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long topK,
        @Nullable Double minP,
        @Nullable Double repetitionPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Long seed,
        @Nullable Map<String, @Nullable Double> logitBias,
        @Nullable Long minTokens,
        @Nullable Boolean logprobs,
        @Nullable Long topLogprobs,
        @Nullable Boolean stopOnRepetition,
        @Nullable Long maxTokens,
        @Nullable Long maxCompletionTokens,
        @Nullable Long n,
        @Nullable Double timeLimit,
        @Nullable String cacheSalt,
        @Nullable String reasoningEffort,
        @Nullable JsonNode stop,
        @Nullable JsonNode mmProcessorKwargs,
        @Nullable JsonNode mediaIoKwargs,
        @Nullable Boolean stream,
        @Nullable StreamOptions streamOptions,
        @JsonAnySetter Map<String, JsonNode> others) {
    public ChatCompletionRequest {
        others = others == null ? Map.of() : others;
    }

    /** What a stream carries besides the text. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record StreamOptions(
            @Nullable Boolean includeUsage,
            @Nullable Boolean includeProgress,
            @JsonAnySetter Map<String, JsonNode> others) {
        public StreamOptions {
            others = others == null ? Map.of() : others;
        }
    }

    /**
     * One of {@code messages}.
     *
     * @param content a string or an array of parts
     * @param images an array of pictures beside it, as Ollama's API has them
     */
    public record RequestMessage(
            @Nullable String role,
            @Nullable JsonNode content,
            @Nullable JsonNode images,
            @JsonAnySetter Map<String, JsonNode> others) {
        public RequestMessage {
            others = others == null ? Map.of() : others;
        }
    }
}
