package io.belvedere.engine.model;

import java.util.Set;

/**
 * How a model's makers want its tokens chosen; a request may ask for something else.
 *
 * @param temperature 0 to 100; 0: always the most probable token
 * @param topK at least 0; 0: no limit
 * @param topP 0 to 1; 1: no limit
 * @param minP 0 to 1; 0: no limit
 * @param repetitionPenalty above 0, to 100; 1: none
 * @param stopTokens ids that end an answer
 */
public record GenerationDefaults(
        double temperature, int topK, double topP, double minP, double repetitionPenalty, Set<Integer> stopTokens) {
    /** @throws IllegalArgumentException if a number is out of its range */
    public GenerationDefaults {
        stopTokens = Set.copyOf(stopTokens);
        within("temperature", temperature, 0, 100);
        within("top_k", topK, 0, Integer.MAX_VALUE);
        within("top_p", topP, 0, 1);
        within("min_p", minP, 0, 1);
        within("repetition_penalty", repetitionPenalty, Float.MIN_NORMAL, 100);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", given " + value);
        }
    }
}
