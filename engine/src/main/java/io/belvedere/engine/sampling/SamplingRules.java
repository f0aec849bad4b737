package io.belvedere.engine.sampling;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.model.GenerationDefaults;

/** Sampling options with the model's defaults filled in; ranges as in {@link SamplingOptions}. */
record SamplingRules(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        double presencePenalty,
        double frequencyPenalty,
        int minTokens) {
    private static final double GREEDY_BELOW = 1e-4;

    static SamplingRules of(SamplingOptions options, GenerationDefaults defaults) {
        return new SamplingRules(
                options.temperature().orElse(defaults.temperature()),
                options.topK().orElse(defaults.topK()),
                options.topP().orElse(defaults.topP()),
                options.minP().orElse(defaults.minP()),
                options.repetitionPenalty().orElse(defaults.repetitionPenalty()),
                options.presencePenalty(),
                options.frequencyPenalty(),
                options.minTokens());
    }

    boolean isGreedy() {
        return temperature < GREEDY_BELOW;
    }

    boolean penalises() {
        return repetitionPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0;
    }
}
