package io.belvedere.server.openai;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.server.openai.wire.ChatCompletionRequest;

/** Decides the fields that say how an answer's tokens are chosen. */
final class SamplingReader {
    private SamplingReader() {}

    static SamplingOptions read(ChatCompletionRequest wire) throws ApiException {
        SamplingOptions.Builder options = SamplingOptions.builder();
        Numbers.within("temperature", wire.temperature(), 0, 2).ifPresent(options::temperature);
        Numbers.atLeast("top_k", wire.topK() != null && wire.topK() == -1 ? Long.valueOf(0) : wire.topK(), 0)
                .ifPresent(options::topK);
        Numbers.withinAboveZero("top_p", wire.topP(), 1).ifPresent(options::topP);
        Numbers.within("min_p", wire.minP(), 0, 1).ifPresent(options::minP);
        Numbers.withinAboveZero("repetition_penalty", wire.repetitionPenalty(), 10)
                .ifPresent(options::repetitionPenalty);
        Numbers.within("presence_penalty", wire.presencePenalty(), -2, 2).ifPresent(options::presencePenalty);
        Numbers.within("frequency_penalty", wire.frequencyPenalty(), -2, 2).ifPresent(options::frequencyPenalty);
        Long seed = wire.seed();
        if (seed != null) {
            options.seed(seed);
        }
        return options.build();
    }
}
