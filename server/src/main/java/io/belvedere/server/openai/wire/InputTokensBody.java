package io.belvedere.server.openai.wire;

import io.belvedere.chat.PromptSize;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How long a prompt is, in the shape of OpenAI's count for its Responses API; {@code images} is an extension.
 *
 * @param object {@code response.input_tokens}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record InputTokensBody(String object, int inputTokens, List<ImageBody> images) {
    public static InputTokensBody of(PromptSize size) {
        return new InputTokensBody("response.input_tokens", size.tokens(), ImageBody.measured(size.images()));
    }
}
