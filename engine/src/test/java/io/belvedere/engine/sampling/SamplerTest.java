package io.belvedere.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.model.GenerationDefaults;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final GenerationDefaults PLAIN = new GenerationDefaults(1, 0, 1, 0, 1, Set.of());
    private static final float[] LOGITS = {
        (float) Math.log(0.1), (float) Math.log(0.4), (float) Math.log(0.3), (float) Math.log(0.2)
    };
    private static final int[] NO_PROMPT = {};

    @Test
    void greedyTakesTheFirstOfTheHighest() {
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, PLAIN, 4, NO_PROMPT);
        assertThat(choice(sampler, new float[] {1, 3, 3, 2}, 0)).isEqualTo(1);
        assertThat(choice(sampler, new float[] {-1, -9, -3, -2}, 0)).isZero();
    }

    @Test
    void neverChoosesPaddingBeyondTheTokens() {
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, PLAIN, 3, NO_PROMPT);
        assertThat(choice(sampler, new float[] {1, 2, 3, 100}, 0)).isEqualTo(2);
    }

    @Test
    void readsTheRowAtItsOffset() {
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, PLAIN, 2, NO_PROMPT);
        assertThat(choice(sampler, new float[] {9, 0, 0, 1}, 2)).isEqualTo(1);
    }

    @Test
    void drawsInProportion() {
        double[] shares = shares(options -> options);
        assertThat(shares[0]).isCloseTo(0.1, within(0.02));
        assertThat(shares[1]).isCloseTo(0.4, within(0.02));
        assertThat(shares[2]).isCloseTo(0.3, within(0.02));
        assertThat(shares[3]).isCloseTo(0.2, within(0.02));
    }

    @Test
    void temperatureSharpens() {
        double[] shares = shares(options -> options.temperature(0.5));
        assertThat(shares[1]).isCloseTo(0.16 / 0.30, within(0.02));
        assertThat(shares[0]).isCloseTo(0.01 / 0.30, within(0.02));
    }

    @Test
    void topKKeepsTheMostProbable() {
        double[] shares = shares(options -> options.topK(2));
        assertThat(shares[1]).isCloseTo(4.0 / 7, within(0.02));
        assertThat(shares[2]).isCloseTo(3.0 / 7, within(0.02));
        assertThat(shares[0] + shares[3]).isZero();
    }

    @Test
    void topPKeepsTheFewestThatReachTheShare() {
        double[] shares = shares(options -> options.topP(0.65));
        assertThat(shares[1]).isCloseTo(4.0 / 7, within(0.02));
        assertThat(shares[2]).isCloseTo(3.0 / 7, within(0.02));
        assertThat(shares[0] + shares[3]).isZero();
    }

    @Test
    void aTinyTopPStillKeepsOne() {
        assertThat(shares(options -> options.topP(1e-9))[1]).isEqualTo(1);
        assertThat(shares(options -> options.topP(0))[1]).isEqualTo(1);
        assertThat(shares(options -> options.topP(0).topK(3))[1]).isEqualTo(1);
    }

    @Test
    void minPCutsRelativeToTheHighest() {
        double[] shares = shares(options -> options.minP(0.6));
        assertThat(shares[1] + shares[2]).isEqualTo(1);
    }

    @Test
    void repetitionPenaltyWorksOnPromptAndAnswer() {
        SamplingOptions options = penalties(2, 0, 0);
        Sampler sampler = new Sampler(options, PLAIN, 4, new int[] {1});
        assertThat(choice(sampler, new float[] {1.5f, 2, 0, -1}, 0)).isZero(); // 2 halved for the prompt's token 1
        assertThat(choice(sampler, new float[] {1.5f, 2, 0.9f, -1}, 0)).isEqualTo(1); // 0.75, 1, 0.9
        assertThat(choice(sampler, new float[] {-1, -1, -1.5f, -2.5f}, 0)).isEqualTo(2); // negatives double
    }

    @Test
    void presenceAndFrequencyPenaltiesCountTheAnswerOnly() {
        Sampler presence = new Sampler(penalties(1, 1, 0), PLAIN, 2, new int[] {0});
        assertThat(choice(presence, new float[] {1, 0.5f}, 0)).isZero();
        assertThat(choice(presence, new float[] {1, 0.5f}, 0)).isEqualTo(1);
        Sampler frequency = new Sampler(penalties(1, 0, 0.3), PLAIN, 2, NO_PROMPT);
        assertThat(choice(frequency, new float[] {1, 0.5f}, 0)).isZero();
        assertThat(choice(frequency, new float[] {1, 0.5f}, 0)).isZero();
        assertThat(choice(frequency, new float[] {1, 0.5f}, 0)).isEqualTo(1);
    }

    @Test
    void theModelsDefaultsFillWhatTheRequestLeavesOpen() {
        GenerationDefaults greedy = new GenerationDefaults(1e-6, 0, 1, 0, 1, Set.of());
        Sampler sampler = new Sampler(SamplingOptions.DEFAULTS, greedy, 4, NO_PROMPT);
        for (int i = 0; i < 50; i++) {
            assertThat(choice(sampler, LOGITS.clone(), 0)).isEqualTo(1);
        }
    }

    @Test
    void aSeedRepeatsItself() {
        SamplingOptions seeded = seeded().build();
        Sampler one = new Sampler(seeded, PLAIN, 4, NO_PROMPT);
        Sampler two = new Sampler(seeded, PLAIN, 4, NO_PROMPT);
        for (int i = 0; i < 200; i++) {
            assertThat(choice(one, LOGITS.clone(), 0)).isEqualTo(choice(two, LOGITS.clone(), 0));
        }
    }

    @Test
    void biasComesBeforeEverythingElse() {
        Sampler sampler =
                new Sampler(greedy().logitBias(2, 5).repetitionPenalty(4).build(), PLAIN, 3, new int[] {2});
        assertThat(choice(sampler, new float[] {1.5f, 0, 0}, 0)).isZero(); // against (0 + 5) / 4
        assertThat(choice(sampler, new float[] {1.5f, 0, 2}, 0)).isEqualTo(2); // (2 + 5) / 4 against 1.5 / 4
        Sampler forbidding = new Sampler(greedy().logitBias(0, -100).build(), PLAIN, 3, NO_PROMPT);
        assertThat(choice(forbidding, new float[] {9, 1, 2}, 0)).isEqualTo(2);
    }

    @Test
    void refusesABiasForWhatIsNoToken() {
        SamplingOptions options = greedy().logitBias(3, 1).build();
        assertThatThrownBy(() -> new Sampler(options, PLAIN, 3, NO_PROMPT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token 3")
                .hasMessageContaining("from 0 to 2");
    }

    @Test
    void noTokenEndsTheTurnBeforeTheLeastLength() {
        GenerationDefaults stopping = new GenerationDefaults(0, 0, 1, 0, 1, Set.of(1, 2));
        SamplingOptions eager =
                SamplingOptions.builder().minTokens(2).logitBias(1, 100).build();
        Sampler sampler = new Sampler(eager, stopping, 3, NO_PROMPT);
        assertThat(choice(sampler, new float[] {0, 8, 9}, 0)).isZero();
        assertThat(choice(sampler, new float[] {0, 8, 9}, 0)).isZero();
        assertThat(choice(sampler, new float[] {0, 8, 9}, 0)).isEqualTo(1);
    }

    @Test
    void chanceChoosesNoEndOfTurnBeforeTheLeastLengthEither() {
        GenerationDefaults stopping = new GenerationDefaults(1, 0, 1, 0, 1, Set.of(1, 2));
        SamplingOptions.Builder options = seeded().minTokens(1_000);
        for (SamplingOptions drawn : List.of(
                options.build(), options.topK(4).build(), options.topP(0.99).build())) {
            Sampler sampler = new Sampler(drawn, stopping, 4, NO_PROMPT);
            for (int i = 0; i < 1_000; i++) {
                assertThat(choice(sampler, LOGITS.clone(), 0)).isIn(0, 3);
            }
        }
    }

    @Test
    void anEndlessRepetitionIsNoticedUnlessTheOptionsSayNotToLook() {
        int enough = RepetitionDetector.enough(1);
        assertThat(repeating(greedy().build(), enough - 1)).isFalse();
        assertThat(repeating(greedy().build(), enough)).isTrue();
        assertThat(repeating(greedy().minTokens(enough + 1).build(), enough)).isFalse();
        assertThat(repeating(greedy().minTokens(enough).build(), enough)).isTrue();
        assertThat(repeating(greedy().stopOnRepetition(false).build(), 10 * enough))
                .isFalse();
    }

    @Test
    void theMostProbableTokenIsChosenWithoutMakingAnything() {
        int tokens = 10_000;
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, PLAIN, tokens, NO_PROMPT);
        float[] logits = new float[tokens];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        sampler.choose(logits, 0);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            sampler.choose(logits, 0);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for 100 choices: the results and nothing of a row's size")
                .isLessThan(tokens);
    }

    private static boolean repeating(SamplingOptions options, int tokens) {
        Sampler sampler = new Sampler(options, PLAIN, 4, NO_PROMPT);
        for (int i = 0; i < tokens; i++) {
            sampler.choose(LOGITS.clone(), 0);
        }
        return sampler.isRepeating();
    }

    private static int choice(Sampler sampler, float[] logits, int at) {
        return sampler.choose(logits, at).token();
    }

    private static double[] shares(UnaryOperator<SamplingOptions.Builder> change) {
        Sampler sampler = new Sampler(change.apply(seeded()).build(), PLAIN, 4, NO_PROMPT);
        double[] shares = new double[4];
        for (int i = 0; i < 10_000; i++) {
            shares[choice(sampler, LOGITS.clone(), 0)] += 1e-4;
        }
        for (int i = 0; i < 4; i++) {
            shares[i] = Math.round(shares[i] * 1e4) / 1e4;
        }
        return shares;
    }

    private static SamplingOptions.Builder seeded() {
        return SamplingOptions.builder().temperature(1).seed(11);
    }

    private static SamplingOptions.Builder greedy() {
        return SamplingOptions.builder().temperature(0);
    }

    private static SamplingOptions penalties(double repetition, double presence, double frequency) {
        return greedy().repetitionPenalty(repetition)
                .presencePenalty(presence)
                .frequencyPenalty(frequency)
                .build();
    }
}
