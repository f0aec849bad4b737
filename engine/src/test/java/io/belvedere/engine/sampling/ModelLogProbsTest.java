package io.belvedere.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.model.GenerationDefaults;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelLogProbsTest {
    private static final GenerationDefaults PLAIN = new GenerationDefaults(1, 0, 1, 0, 1, Set.of());
    private static final double EXACT = 1e-6; // the logits are floats

    private static float[] logits(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (Math.log(probabilities[i]) + 7); // a softmax doesn't see what is added to all
        }
        return logits;
    }

    private static LogProbs told(SamplingOptions options, float[] logits, int tokens) {
        TokenChoice choice = new Sampler(options, PLAIN, tokens, new int[] {0}).choose(logits, 0);
        return Objects.requireNonNull(choice.logProbs());
    }

    @Test
    void noneUnlessAskedFor() {
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, PLAIN, 2, new int[0]);
        assertThat(sampler.choose(logits(0.4, 0.6), 0)).isEqualTo(new TokenChoice(1, null));
    }

    @Test
    void tellsTheChosenAndTheMostProbable() {
        LogProbs told =
                told(SamplingOptions.builder().temperature(0).logprobs(3).build(), logits(0.1, 0.2, 0.5, 0.2), 4);
        assertThat(told.logProb()).isCloseTo(Math.log(0.5), within(EXACT));
        assertThat(told.topTokens()).as("equals by ascending id").containsExactly(2, 1, 3);
        assertThat(told.topLogProbs())
                .containsExactly(new double[] {Math.log(0.5), Math.log(0.2), Math.log(0.2)}, within(EXACT));
    }

    @Test
    void zeroAlternativesTellTheChosenAlone() {
        LogProbs told =
                told(SamplingOptions.builder().temperature(0).logprobs(0).build(), logits(0.25, 0.75), 2);
        assertThat(told.logProb()).isCloseTo(Math.log(0.75), within(EXACT));
        assertThat(told.topTokens()).isEmpty();
        assertThat(told.topLogProbs()).isEmpty();
    }

    @Test
    void areTheModelsOwnBeforeAllThatChangesTheChoice() {
        SamplingOptions options = SamplingOptions.builder()
                .temperature(0.3)
                .topK(1)
                .repetitionPenalty(9)
                .logitBias(1, 100)
                .logprobs(2)
                .build();
        LogProbs told = told(options, logits(0.7, 0.1, 0.2), 3);
        assertThat(told.logProb()).isCloseTo(Math.log(0.1), within(EXACT));
        assertThat(told.topTokens()).containsExactly(0, 2);
    }

    @Test
    void paddingHasNoShareOfTheProbability() {
        LogProbs told =
                told(SamplingOptions.builder().temperature(0).logprobs(20).build(), new float[] {1, 1, 50}, 2);
        assertThat(told.logProb()).isCloseTo(Math.log(0.5), within(EXACT));
        assertThat(told.topTokens()).as("no more than there are").containsExactly(0, 1);
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        float[] logits = new float[1_000];
        Arrays.fill(logits, 3e38f);
        LogProbs told =
                told(SamplingOptions.builder().temperature(0).logprobs(1).build(), logits, 1_000);
        assertThat(told.logProb()).isCloseTo(-Math.log(1_000), within(EXACT));
        Arrays.fill(logits, -3e38f);
        logits[5] = 3e38f;
        assertThat(told(SamplingOptions.builder().temperature(0).logprobs(1).build(), logits, 1_000)
                        .logProb())
                .isZero();
    }
}
