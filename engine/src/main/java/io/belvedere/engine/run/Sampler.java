package io.belvedere.engine.run;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.model.GenerationDefaults;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a sequence's tokens from logits: penalties, temperature, top-k, top-p, min-p, then chance. Holds the sequence's token counts and
 * random state; the same seed and logits give the same tokens.
 */
public final class Sampler {
    private final SamplingRules rules;
    private final int tokens;
    private final SplittableRandom random;
    private final BitSet seen = new BitSet();
    private final int[] answerCounts;
    private @Nullable Candidates candidates; // megabytes for a large vocabulary: made when first drawn from

    /**
     * @param tokens ids below it can be chosen; a logit row may be wider
     * @param prompt counts as seen for the repetition penalty
     */
    public Sampler(SamplingOptions options, GenerationDefaults defaults, int tokens, int[] prompt) {
        this.rules = SamplingRules.of(options, defaults);
        this.tokens = tokens;
        this.random = new SplittableRandom(options.seed().orElseGet(() -> new SplittableRandom().nextLong()));
        this.answerCounts = new int[tokens];
        for (int token : prompt) {
            seen.set(token);
        }
    }

    /** Chooses the next token from the row of logits that starts at {@code at}, which it changes. */
    public int choose(float[] logits, int at) {
        penalise(logits, at);
        int token = rules.isGreedy() ? mostProbable(logits, at) : draw(logits, at);
        seen.set(token);
        answerCounts[token]++;
        return token;
    }

    /** Repetition penalty (Keskar et al., 2019) over prompt and answer, the other two (OpenAI API) over the answer. */
    private void penalise(float[] logits, int at) {
        double repetition = rules.repetitionPenalty();
        if (repetition == 1 && rules.presencePenalty() == 0 && rules.frequencyPenalty() == 0) {
            return;
        }
        for (int token = seen.nextSetBit(0); token >= 0 && token < tokens; token = seen.nextSetBit(token + 1)) {
            double logit = logits[at + token];
            logit = logit < 0 ? logit * repetition : logit / repetition;
            if (answerCounts[token] > 0) {
                logit -= rules.presencePenalty() + rules.frequencyPenalty() * answerCounts[token];
            }
            logits[at + token] = (float) logit;
        }
    }

    /** The first of the highest logits. */
    private int mostProbable(float[] logits, int at) {
        int best = 0;
        for (int token = 1; token < tokens; token++) {
            if (logits[at + token] > logits[at + best]) {
                best = token;
            }
        }
        return best;
    }

    private int draw(float[] logits, int at) {
        if (candidates == null) {
            candidates = new Candidates(tokens);
        }
        candidates.fill(logits, at, rules.temperature());
        if (rules.topK() > 0 || rules.topP() < 1) {
            candidates.sort();
        }
        if (rules.topK() > 0) {
            candidates.keepMostProbable(rules.topK());
        }
        if (rules.topP() < 1) {
            candidates.keepNucleus(rules.topP());
        }
        if (rules.minP() > 0) {
            candidates.keepAbove(rules.minP());
        }
        return candidates.draw(random.nextDouble());
    }
}
