package io.belvedere.server.openai.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A whole answer. */
public record ChatCompletionBody(
        String id, String object, long created, String model, List<Choice> choices, UsageBody usage) {
    /** One answer; {@code logprobs} is always null. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Choice(
            int index, AssistantMessage message, @Nullable Object logprobs, String finishReason) {}

    /** What the model said; {@code refusal} is always null. */
    public record AssistantMessage(
            String role, String content, @Nullable Object refusal) {}

    public static ChatCompletionBody of(ReplyHead head, String content, String finishReason, UsageBody usage) {
        Choice choice = new Choice(0, new AssistantMessage("assistant", content, null), null, finishReason);
        return new ChatCompletionBody(
                head.id(), "chat.completion", head.created(), head.model(), List.of(choice), usage);
    }
}
