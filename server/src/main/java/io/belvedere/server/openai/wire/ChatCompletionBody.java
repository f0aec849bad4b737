package io.belvedere.server.openai.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A whole answer.
 *
 * @param images an extension: what the model was shown of the request's pictures; left out where there are none
 */
public record ChatCompletionBody(
        String id,
        String object,
        long created,
        String model,
        List<Choice> choices,
        UsageBody usage,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ImageBody> images) {
    /**
     * One answer.
     *
     * @param logprobs null unless they were asked for
     * @param finishDetails left out where {@code finishReason} says it all
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Choice(
            int index,
            AssistantMessage message,
            @Nullable ChoiceLogprobs logprobs,
            String finishReason,
            @JsonInclude(JsonInclude.Include.NON_NULL) Finish.@Nullable Details finishDetails) {}

    /** What the model said; {@code refusal} is always null. */
    public record AssistantMessage(
            String role, String content, @Nullable Object refusal) {}

    /** One of the choices. */
    public static Choice choice(int index, String content, @Nullable ChoiceLogprobs logprobs, Finish finish) {
        AssistantMessage message = new AssistantMessage("assistant", content, null);
        return new Choice(index, message, logprobs, finish.reason(), finish.details());
    }

    public static ChatCompletionBody of(ReplyHead head, List<Choice> choices, UsageBody usage, List<ImageBody> images) {
        return new ChatCompletionBody(
                head.id(), "chat.completion", head.created(), head.model(), choices, usage, images);
    }
}
