package io.belvedere.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.model.GenerationDefaults;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
        assertThat(sampler.choose(new float[] {1, 3, 3, 2}, 0)).isEqualTo(1);
        assertThat(sampler.choose(new float[] {-1, -9, -3, -2}, 0)).isZero();
    }

    @Test
    void neverChoosesPaddingBeyondTheTokens() {
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, PLAIN, 3, NO_PROMPT);
        assertThat(sampler.choose(new float[] {1, 2, 3, 100}, 0)).isEqualTo(2);
    }

    @Test
    void readsTheRowAtItsOffset() {
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, PLAIN, 2, NO_PROMPT);
        assertThat(sampler.choose(new float[] {9, 0, 0, 1}, 2)).isEqualTo(1);
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
        double[] shares = shares(options -> with(options, 0.5, 0, 1, 0));
        assertThat(shares[1]).isCloseTo(0.16 / 0.30, within(0.02));
        assertThat(shares[0]).isCloseTo(0.01 / 0.30, within(0.02));
    }

    @Test
    void topKKeepsTheMostProbable() {
        double[] shares = shares(options -> with(options, 1, 2, 1, 0));
        assertThat(shares[1]).isCloseTo(4.0 / 7, within(0.02));
        assertThat(shares[2]).isCloseTo(3.0 / 7, within(0.02));
        assertThat(shares[0] + shares[3]).isZero();
    }

    @Test
    void topPKeepsTheFewestThatReachTheShare() {
        double[] shares = shares(options -> with(options, 1, 0, 0.65, 0));
        assertThat(shares[1]).isCloseTo(4.0 / 7, within(0.02));
        assertThat(shares[2]).isCloseTo(3.0 / 7, within(0.02));
        assertThat(shares[0] + shares[3]).isZero();
    }

    @Test
    void aTinyTopPStillKeepsOne() {
        assertThat(shares(options -> with(options, 1, 0, 1e-9, 0))[1]).isEqualTo(1);
    }

    @Test
    void minPCutsRelativeToTheHighest() {
        double[] shares = shares(options -> with(options, 1, 0, 1, 0.6));
        assertThat(shares[1] + shares[2]).isEqualTo(1);
    }

    @Test
    void repetitionPenaltyWorksOnPromptAndAnswer() {
        SamplingOptions options = penalties(2, 0, 0);
        Sampler sampler = new Sampler(options, PLAIN, 4, new int[] {1});
        assertThat(sampler.choose(new float[] {1.5f, 2, 0, -1}, 0)).isZero(); // 2 halved for the prompt's token 1
        assertThat(sampler.choose(new float[] {1.5f, 2, 0.9f, -1}, 0)).isEqualTo(1); // 0.75, 1, 0.9
        assertThat(sampler.choose(new float[] {-1, -1, -1.5f, -2.5f}, 0)).isEqualTo(2); // negatives double
    }

    @Test
    void presenceAndFrequencyPenaltiesCountTheAnswerOnly() {
        Sampler presence = new Sampler(penalties(1, 1, 0), PLAIN, 2, new int[] {0});
        assertThat(presence.choose(new float[] {1, 0.5f}, 0)).isZero();
        assertThat(presence.choose(new float[] {1, 0.5f}, 0)).isEqualTo(1);
        Sampler frequency = new Sampler(penalties(1, 0, 0.3), PLAIN, 2, NO_PROMPT);
        assertThat(frequency.choose(new float[] {1, 0.5f}, 0)).isZero();
        assertThat(frequency.choose(new float[] {1, 0.5f}, 0)).isZero();
        assertThat(frequency.choose(new float[] {1, 0.5f}, 0)).isEqualTo(1);
    }

    @Test
    void theModelsDefaultsFillWhatTheRequestLeavesOpen() {
        GenerationDefaults greedy = new GenerationDefaults(1e-6, 0, 1, 0, 1, Set.of());
        Sampler sampler = new Sampler(SamplingOptions.DEFAULTS, greedy, 4, NO_PROMPT);
        for (int i = 0; i < 50; i++) {
            assertThat(sampler.choose(LOGITS.clone(), 0)).isEqualTo(1);
        }
    }

    @Test
    void aSeedRepeatsItself() {
        SamplingOptions seeded = with(SamplingOptions.DEFAULTS, 1, 0, 1, 0);
        Sampler one = new Sampler(seeded, PLAIN, 4, NO_PROMPT);
        Sampler two = new Sampler(seeded, PLAIN, 4, NO_PROMPT);
        for (int i = 0; i < 200; i++) {
            assertThat(one.choose(LOGITS.clone(), 0)).isEqualTo(two.choose(LOGITS.clone(), 0));
        }
    }

    private static double[] shares(UnaryOperator<SamplingOptions> change) {
        Sampler sampler = new Sampler(change.apply(with(SamplingOptions.DEFAULTS, 1, 0, 1, 0)), PLAIN, 4, NO_PROMPT);
        double[] shares = new double[4];
        for (int i = 0; i < 10_000; i++) {
            shares[sampler.choose(LOGITS.clone(), 0)] += 1e-4;
        }
        for (int i = 0; i < 4; i++) {
            shares[i] = Math.round(shares[i] * 1e4) / 1e4;
        }
        return shares;
    }

    private static SamplingOptions with(SamplingOptions base, double temperature, int topK, double topP, double minP) {
        return new SamplingOptions(
                OptionalDouble.of(temperature),
                OptionalInt.of(topK),
                OptionalDouble.of(topP),
                OptionalDouble.of(minP),
                base.repetitionPenalty(),
                0,
                0,
                OptionalLong.of(11));
    }

    private static SamplingOptions penalties(double repetition, double presence, double frequency) {
        return new SamplingOptions(
                OptionalDouble.of(0),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(repetition),
                presence,
                frequency,
                OptionalLong.empty());
    }
}
