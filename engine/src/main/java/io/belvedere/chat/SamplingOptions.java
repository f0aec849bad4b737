package io.belvedere.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How tokens are chosen, and what is told of the choice. An empty option means the model's own default from its
 * generation settings.
 *
 * @param temperature 0 to 2; below 1e-4 the most probable token is taken
 * @param topK at least 0; 0 keeps all
 * @param topP 0 to 1: keeps the likeliest tokens that hold this share together; 0 keeps one
 * @param minP 0 to 1: keeps tokens at least this likely relative to the likeliest
 * @param repetitionPenalty above 0, to 10; divides positive and multiplies negative logits of tokens that occurred in
 *     prompt or answer
 * @param presencePenalty -2 to 2; subtracted once from logits of tokens that occurred in the answer
 * @param frequencyPenalty -2 to 2; subtracted per occurrence in the answer
 * @param seed of the random choice; empty: a fresh one
 * @param logitBias by token id, -100 to 100: added to the token's logit before everything else; at most 1,024 tokens
 * @param minTokens at least 0: until the answer has so many tokens, none that ends the turn is chosen and no loop is
 *     cut off; stop strings still end it
 * @param logprobs 0 to 20: the log-probability of each token of the answer is told, and those of so many of the
 *     likeliest; empty: none
 * @param stopOnRepetition whether an answer that repeats itself without end is cut off
 */
public record SamplingOptions(
        OptionalDouble temperature,
        OptionalInt topK,
        OptionalDouble topP,
        OptionalDouble minP,
        OptionalDouble repetitionPenalty,
        double presencePenalty,
        double frequencyPenalty,
        OptionalLong seed,
        Map<Integer, Double> logitBias,
        int minTokens,
        OptionalInt logprobs,
        boolean stopOnRepetition) {
    /** Most tokens of {@code logitBias}. */
    public static final int MOST_BIASED = 1024;

    /** Most alternatives of {@code logprobs}. */
    public static final int MOST_ALTERNATIVES = 20;

    /** Everything as the model's files say. */
    public static final SamplingOptions DEFAULTS = builder().build();

    /** The most probable token each time, no penalties. */
    public static final SamplingOptions GREEDY = builder()
            .temperature(0)
            .topK(0)
            .topP(1)
            .minP(0)
            .repetitionPenalty(1)
            .build();

    /** @throws IllegalArgumentException if a number is out of its range */
    public SamplingOptions {
        logitBias = Map.copyOf(logitBias);
        within("temperature", temperature.orElse(0), 0, 2);
        within("top_k", topK.orElse(0), 0, Integer.MAX_VALUE);
        within("top_p", topP.orElse(1), 0, 1);
        within("min_p", minP.orElse(0), 0, 1);
        within("repetition_penalty", repetitionPenalty.orElse(1), Double.MIN_VALUE, 10);
        within("presence_penalty", presencePenalty, -2, 2);
        within("frequency_penalty", frequencyPenalty, -2, 2);
        within("logit_bias's size", logitBias.size(), 0, MOST_BIASED);
        logitBias.forEach((token, bias) -> within("logit_bias of token " + token, bias, -100, 100));
        within("min_tokens", minTokens, 0, Integer.MAX_VALUE);
        within("logprobs", logprobs.orElse(0), 0, MOST_ALTERNATIVES);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", given " + value);
        }
    }

    /** The same for another of several answers, from 0: with a seed of its own, where one is given. */
    public SamplingOptions ofChoice(int choice) {
        return new SamplingOptions(
                temperature,
                topK,
                topP,
                minP,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                seed.isPresent() ? OptionalLong.of(seed.getAsLong() + choice) : seed,
                logitBias,
                minTokens,
                logprobs,
                stopOnRepetition);
    }

    /** Begins with {@link #DEFAULTS}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Options in the making; ranges are checked at the end. */
    public static final class Builder {
        private OptionalDouble temperature = OptionalDouble.empty();
        private OptionalInt topK = OptionalInt.empty();
        private OptionalDouble topP = OptionalDouble.empty();
        private OptionalDouble minP = OptionalDouble.empty();
        private OptionalDouble repetitionPenalty = OptionalDouble.empty();
        private double presencePenalty;
        private double frequencyPenalty;
        private OptionalLong seed = OptionalLong.empty();
        private final Map<Integer, Double> logitBias = new HashMap<>();
        private int minTokens;
        private OptionalInt logprobs = OptionalInt.empty();
        private boolean stopOnRepetition = true;

        private Builder() {}

        public Builder temperature(double value) {
            temperature = OptionalDouble.of(value);
            return this;
        }

        public Builder topK(int value) {
            topK = OptionalInt.of(value);
            return this;
        }

        public Builder topP(double value) {
            topP = OptionalDouble.of(value);
            return this;
        }

        public Builder minP(double value) {
            minP = OptionalDouble.of(value);
            return this;
        }

        public Builder repetitionPenalty(double value) {
            repetitionPenalty = OptionalDouble.of(value);
            return this;
        }

        public Builder presencePenalty(double value) {
            presencePenalty = value;
            return this;
        }

        public Builder frequencyPenalty(double value) {
            frequencyPenalty = value;
            return this;
        }

        public Builder seed(long value) {
            seed = OptionalLong.of(value);
            return this;
        }

        /** Adds one token's bias; a later one replaces an earlier. */
        public Builder logitBias(int token, double bias) {
            logitBias.put(token, bias);
            return this;
        }

        public Builder minTokens(int value) {
            minTokens = value;
            return this;
        }

        public Builder logprobs(int alternatives) {
            logprobs = OptionalInt.of(alternatives);
            return this;
        }

        public Builder stopOnRepetition(boolean value) {
            stopOnRepetition = value;
            return this;
        }

        /** @throws IllegalArgumentException if a number is out of its range */
        public SamplingOptions build() {
            return new SamplingOptions(
                    temperature,
                    topK,
                    topP,
                    minP,
                    repetitionPenalty,
                    presencePenalty,
                    frequencyPenalty,
                    seed,
                    logitBias,
                    minTokens,
                    logprobs,
                    stopOnRepetition);
        }
    }
}
