package io.belvedere.engine.model;

import java.util.Set;

/**
 * How a model's makers want its tokens chosen; a request may ask for something else.
 *
 * @param temperature 0: always the most probable token
 * @param topK 0: no limit
 * @param topP 1: no limit
 * @param minP 0: no limit
 * @param repetitionPenalty 1: none
 * @param stopTokens ids that end an answer
 */
public record GenerationDefaults(
        double temperature, int topK, double topP, double minP, double repetitionPenalty, Set<Integer> stopTokens) {
    public GenerationDefaults {
        stopTokens = Set.copyOf(stopTokens);
    }
}
