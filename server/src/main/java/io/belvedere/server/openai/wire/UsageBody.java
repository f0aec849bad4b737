package io.belvedere.server.openai.wire;

import io.belvedere.chat.Usage;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Token counts; image tokens are counted inside the prompt's. */
@JsonNaming(SnakeCaseStrategy.class)
public record UsageBody(
        int promptTokens,
        int completionTokens,
        int totalTokens,
        PromptTokensDetails promptTokensDetails,
        CompletionTokensDetails completionTokensDetails) {
    /** Where the prompt's tokens come from. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record PromptTokensDetails(int cachedTokens, int audioTokens, int imageTokens) {}

    /** What the answer's tokens were spent on. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record CompletionTokensDetails(
            int reasoningTokens, int audioTokens, int acceptedPredictionTokens, int rejectedPredictionTokens) {}

    public static UsageBody of(Usage usage) {
        return new UsageBody(
                usage.promptTokens(),
                usage.completionTokens(),
                usage.totalTokens(),
                new PromptTokensDetails(usage.cachedTokens(), 0, usage.imageTokens()),
                new CompletionTokensDetails(0, 0, 0, 0));
    }
}
