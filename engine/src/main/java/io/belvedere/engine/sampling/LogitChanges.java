package io.belvedere.engine.sampling;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.model.GenerationDefaults;
import java.util.BitSet;
import java.util.Map;

/**
 * What changes a row of logits before a token is chosen from it: bias, penalties, and the wait for the answer's least
 * length. Counts the tokens that penalties depend on.
 */
final class LogitChanges {
    private final SamplingRules rules;
    private final int tokens;
    private final int[] biased;
    private final float[] biases;
    private final int[] endsOfTurn;
    private final BitSet seen = new BitSet();
    private final int[] answerCounts;
    private int answerTokens;

    LogitChanges(SamplingOptions options, SamplingRules rules, GenerationDefaults defaults, int tokens, int[] prompt) {
        this.rules = rules;
        this.tokens = tokens;
        this.biased = new int[options.logitBias().size()];
        this.biases = new float[biased.length];
        int i = 0;
        for (Map.Entry<Integer, Double> bias : options.logitBias().entrySet()) {
            biased[i] = bias.getKey();
            biases[i++] = bias.getValue().floatValue();
            if (bias.getKey() < 0 || bias.getKey() >= tokens) {
                throw new IllegalArgumentException(
                        "logit_bias names token " + bias.getKey() + ", but tokens are from 0 to " + (tokens - 1));
            }
        }
        this.endsOfTurn = defaults.stopTokens().stream()
                .filter(token -> token < tokens)
                .mapToInt(Integer::intValue)
                .toArray();
        this.answerCounts = new int[tokens];
        for (int token : prompt) {
            seen.set(token);
        }
    }

    /** Changes the row that starts at {@code at}. */
    void apply(float[] logits, int at) {
        for (int i = 0; i < biased.length; i++) {
            logits[at + biased[i]] += biases[i];
        }
        if (rules.penalises()) {
            penalise(logits, at);
        }
        if (!mayEnd()) {
            for (int token : endsOfTurn) {
                logits[at + token] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** Repetition penalty (Keskar et al., 2019) over prompt and answer, the other two (OpenAI API) over the answer. */
    private void penalise(float[] logits, int at) {
        double repetition = rules.repetitionPenalty();
        for (int token = seen.nextSetBit(0); token >= 0 && token < tokens; token = seen.nextSetBit(token + 1)) {
            double logit = logits[at + token];
            logit = logit < 0 ? logit * repetition : logit / repetition;
            if (answerCounts[token] > 0) {
                logit -= rules.presencePenalty() + rules.frequencyPenalty() * answerCounts[token];
            }
            logits[at + token] = (float) logit;
        }
    }

    /** Takes note of a token of the answer. */
    void chosen(int token) {
        seen.set(token);
        answerCounts[token]++;
        answerTokens++;
    }

    /** Whether the answer has the least length that was asked for. */
    boolean mayEnd() {
        return answerTokens >= rules.minTokens();
    }
}
