package io.belvedere.chat;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How tokens are chosen. An empty option means the model's own default from its generation settings.
 *
 * @param temperature 0 to 2; below 1e-4 the most probable token is taken
 * @param topK at least 0; 0 keeps all
 * @param topP above 0, to 1
 * @param minP 0 to 1: keeps tokens at least this likely relative to the likeliest
 * @param repetitionPenalty above 0, to 10; divides positive and multiplies negative logits of tokens that occurred in prompt or answer
 * @param presencePenalty -2 to 2; subtracted once from logits of tokens that occurred in the answer
 * @param frequencyPenalty -2 to 2; subtracted per occurrence in the answer
 * @param seed of the random choice; empty: a fresh one
 */
public record SamplingOptions(
        OptionalDouble temperature,
        OptionalInt topK,
        OptionalDouble topP,
        OptionalDouble minP,
        OptionalDouble repetitionPenalty,
        double presencePenalty,
        double frequencyPenalty,
        OptionalLong seed) {
    /** Everything as the model's files say. */
    public static final SamplingOptions DEFAULTS = new SamplingOptions(
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            0,
            0,
            OptionalLong.empty());

    /** The most probable token each time, no penalties. */
    public static final SamplingOptions GREEDY = new SamplingOptions(
            OptionalDouble.of(0),
            OptionalInt.of(0),
            OptionalDouble.of(1),
            OptionalDouble.of(0),
            OptionalDouble.of(1),
            0,
            0,
            OptionalLong.empty());

    public SamplingOptions {
        within("temperature", temperature.orElse(0), 0, 2);
        within("top_k", topK.orElse(0), 0, Integer.MAX_VALUE);
        within("top_p", topP.orElse(1), Double.MIN_VALUE, 1);
        within("min_p", minP.orElse(0), 0, 1);
        within("repetition_penalty", repetitionPenalty.orElse(1), Double.MIN_VALUE, 10);
        within("presence_penalty", presencePenalty, -2, 2);
        within("frequency_penalty", frequencyPenalty, -2, 2);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", given " + value);
        }
    }
}
