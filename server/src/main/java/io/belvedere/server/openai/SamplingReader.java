package io.belvedere.server.openai;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.server.openai.wire.ChatCompletionRequest;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Decides the fields that say how an answer's tokens are chosen. */
final class SamplingReader {
    private static final double MOST_BIAS = 100;

    private SamplingReader() {}

    /** @param maxTokens the decided limit of the answer */
    static SamplingOptions read(ChatCompletionRequest wire, OptionalInt maxTokens) throws ApiException {
        SamplingOptions.Builder options = SamplingOptions.builder();
        Numbers.within("temperature", wire.temperature(), 0, 2).ifPresent(options::temperature);
        Numbers.atLeast("top_k", wire.topK() != null && wire.topK() == -1 ? Long.valueOf(0) : wire.topK(), 0)
                .ifPresent(options::topK);
        Numbers.within("top_p", wire.topP(), 0, 1).ifPresent(options::topP);
        Numbers.within("min_p", wire.minP(), 0, 1).ifPresent(options::minP);
        Numbers.withinAboveZero("repetition_penalty", wire.repetitionPenalty(), 10)
                .ifPresent(options::repetitionPenalty);
        Numbers.within("presence_penalty", wire.presencePenalty(), -2, 2).ifPresent(options::presencePenalty);
        Numbers.within("frequency_penalty", wire.frequencyPenalty(), -2, 2).ifPresent(options::frequencyPenalty);
        Long seed = wire.seed();
        if (seed != null) {
            options.seed(seed);
        }
        logitBias(wire.logitBias(), options);
        minTokens(wire.minTokens(), maxTokens).ifPresent(options::minTokens);
        logprobs(wire).ifPresent(options::logprobs);
        return options.stopOnRepetition(!Boolean.FALSE.equals(wire.stopOnRepetition()))
                .build();
    }

    private static void logitBias(@Nullable Map<String, @Nullable Double> wire, SamplingOptions.Builder options)
            throws ApiException {
        if (wire == null) {
            return;
        }
        if (wire.size() > SamplingOptions.MOST_BIASED) {
            throw new ApiException(
                    "invalid_value",
                    "logit_bias",
                    "'logit_bias' may name at most %d tokens; given %d."
                            .formatted(SamplingOptions.MOST_BIASED, wire.size()));
        }
        for (Map.Entry<String, @Nullable Double> entry : wire.entrySet()) {
            int token = token(entry.getKey());
            Numbers.within("logit_bias." + token, entry.getValue(), -MOST_BIAS, MOST_BIAS)
                    .ifPresent(bias -> options.logitBias(token, bias));
        }
    }

    private static int token(String name) throws ApiException {
        try {
            int token = Integer.parseInt(name);
            if (token >= 0 && Integer.toString(token).equals(name)) {
                return token;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw new ApiException(
                "invalid_value",
                "logit_bias",
                "'logit_bias' must name tokens by their ids, whole numbers from 0; given '%s'."
                        .formatted(name.length() <= 64 ? name : name.substring(0, 64) + "..."));
    }

    private static OptionalInt minTokens(@Nullable Long wire, OptionalInt maxTokens) throws ApiException {
        OptionalInt least = Numbers.atLeast("min_tokens", wire, 0);
        if (least.orElse(0) > maxTokens.orElse(Integer.MAX_VALUE)) {
            throw new ApiException(
                    "invalid_value",
                    "min_tokens",
                    "'min_tokens' must not be above the limit of the answer, which is %d; given %d."
                            .formatted(maxTokens.orElseThrow(), least.orElseThrow()));
        }
        return least;
    }

    private static OptionalInt logprobs(ChatCompletionRequest wire) throws ApiException {
        OptionalInt top = Numbers.within("top_logprobs", wire.topLogprobs(), 0, SamplingOptions.MOST_ALTERNATIVES);
        if (Boolean.TRUE.equals(wire.logprobs())) {
            return OptionalInt.of(top.orElse(0));
        }
        if (top.orElse(0) > 0) {
            throw new ApiException(
                    "invalid_value", "top_logprobs", "'top_logprobs' is only allowed together with logprobs: true.");
        }
        return OptionalInt.empty();
    }
}
