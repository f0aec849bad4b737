package io.belvedere.server.openai.wire;

import io.belvedere.chat.TokenLogProbs;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Log-probabilities of an answer's tokens, or of those of one chunk; {@code refusal} is always null. */
public record ChoiceLogprobs(List<Token> content, @Nullable Object refusal) {
    /** JSON has no minus infinity; this is what the API says instead. */
    private static final double LEAST = -9999;

    /** A token of the answer and the most probable ones in its place. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Token(String token, double logprob, int[] bytes, List<TopToken> topLogprobs) {}

    /** One of the most probable tokens. */
    public record TopToken(String token, double logprob, int[] bytes) {}

    public static ChoiceLogprobs of(List<TokenLogProbs> tokens) {
        return new ChoiceLogprobs(tokens.stream().map(ChoiceLogprobs::token).toList(), null);
    }

    private static Token token(TokenLogProbs token) {
        TokenLogProbs.Entry chosen = token.chosen();
        List<TopToken> top = token.top().stream()
                .map(entry -> new TopToken(entry.text(), logprob(entry), bytes(entry)))
                .toList();
        return new Token(chosen.text(), logprob(chosen), bytes(chosen), top);
    }

    private static double logprob(TokenLogProbs.Entry entry) {
        return Math.max(entry.logProb(), LEAST);
    }

    /** From 0 to 255 each. */
    private static int[] bytes(TokenLogProbs.Entry entry) {
        int[] bytes = new int[entry.bytes().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Byte.toUnsignedInt(entry.bytes()[i]);
        }
        return bytes;
    }
}
