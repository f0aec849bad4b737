package io.belvedere.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SamplingOptionsTest {
    static Stream<Arguments> outOfRange() {
        return Stream.of(
                refused("temperature must be from 0.0 to 2.0, given 2.1", options -> options.temperature(2.1)),
                refused("top_k", options -> options.topK(-1)),
                refused("top_p", options -> options.topP(-0.1)),
                refused("min_p", options -> options.minP(1.1)),
                refused("repetition_penalty", options -> options.repetitionPenalty(0)),
                refused("presence_penalty", options -> options.presencePenalty(-2.1)),
                refused("frequency_penalty", options -> options.frequencyPenalty(Double.NaN)),
                refused("logit_bias of token 5 must be from -100.0 to 100.0", options -> options.logitBias(5, 100.5)),
                refused("logit_bias of token 5", options -> options.logitBias(5, Double.NaN)),
                refused("logit_bias's size must be from 0.0 to 1024.0, given 1025", options -> {
                    for (int token = 0; token < 1025; token++) {
                        options.logitBias(token, 1);
                    }
                    return options;
                }),
                refused("min_tokens", options -> options.minTokens(-1)),
                refused("logprobs must be from 0.0 to 20.0, given 21", options -> options.logprobs(21)));
    }

    private static Arguments refused(String message, UnaryOperator<SamplingOptions.Builder> change) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void outOfRangeNamesFieldLimitAndActual(String message, UnaryOperator<SamplingOptions.Builder> change) {
        SamplingOptions.Builder changed = change.apply(SamplingOptions.builder());
        assertThatThrownBy(changed::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsBuiltStaysAsItIs() {
        SamplingOptions.Builder builder = SamplingOptions.builder().logitBias(1, 2);
        SamplingOptions built = builder.build();
        builder.logitBias(1, 3).logitBias(4, 5);
        assertThat(built.logitBias()).containsOnlyKeys(1).containsEntry(1, 2.0);
        assertThat(SamplingOptions.DEFAULTS.stopOnRepetition()).isTrue();
    }
}
