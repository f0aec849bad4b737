package io.belvedere.engine.sampling;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.model.GenerationDefaults;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a sequence's tokens from logits: bias, penalties, temperature, top-k, top-p, min-p, then chance. Holds what
 * the choice depends on besides the logits, the answer so far and the random state; the same seed and logits give the
 * same tokens.
 */
public final class Sampler {
    private final SamplingRules rules;
    private final int tokens;
    private final SplittableRandom random;
    private final LogitChanges changes;
    private final @Nullable ModelLogProbs modelLogProbs;
    private final @Nullable RepetitionDetector repetition;
    private @Nullable Candidates candidates; // megabytes for a large vocabulary: made when first drawn from
    private boolean repeating;

    /**
     * @param tokens ids below it can be chosen; a logit row may be wider
     * @param prompt counts as seen for the repetition penalty
     * @throws IllegalArgumentException if the options' bias names a token beyond {@code tokens}
     */
    public Sampler(SamplingOptions options, GenerationDefaults defaults, int tokens, int[] prompt) {
        this.rules = SamplingRules.of(options, defaults);
        this.tokens = tokens;
        this.random = new SplittableRandom(options.seed().orElseGet(() -> new SplittableRandom().nextLong()));
        this.changes = new LogitChanges(options, rules, defaults, tokens, prompt);
        this.modelLogProbs = options.logprobs().isPresent()
                ? new ModelLogProbs(tokens, options.logprobs().getAsInt())
                : null;
        this.repetition = options.stopOnRepetition() ? new RepetitionDetector() : null;
    }

    /**
     * Chooses the next token from the row of logits that starts at {@code at}, which it changes. Without
     * log-probabilities or chance this is one pass over the row that makes nothing but the result.
     */
    public TokenChoice choose(float[] logits, int at) {
        ModelLogProbs asked = modelLogProbs;
        if (asked != null) {
            asked.keep(logits, at);
        }
        changes.apply(logits, at);
        int token = rules.isGreedy() ? mostProbable(logits, at) : draw(logits, at);
        changes.chosen(token);
        repeating = repetition != null && repetition.accept(token) && changes.mayEnd();
        return new TokenChoice(token, asked == null ? null : asked.of(token));
    }

    /** Whether the answer is caught in a loop and should end; never if the options say not to look. */
    public boolean isRepeating() {
        return repeating;
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
        Candidates drawn = candidates;
        if (drawn == null) {
            drawn = new Candidates(tokens);
            candidates = drawn;
        }
        drawn.begin(logits, at, rules.temperature());
        if (rules.topK() > 0) {
            drawn.takeHeaviest(rules.topK());
            if (rules.topP() < 1) {
                drawn.keepNucleus(rules.topP());
            }
        } else if (rules.topP() < 1) {
            drawn.takeNucleus(rules.topP());
        } else {
            drawn.takeAll();
        }
        if (rules.minP() > 0) {
            drawn.keepAbove(rules.minP());
        }
        return drawn.draw(random.nextDouble());
    }
}
