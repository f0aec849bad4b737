package io.belvedere.server.cli;

import io.belvedere.chat.SamplingOptions;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the answer's tokens are chosen; what is not given is the model's own setting. */
final class SamplingArguments {
    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens of the answer; by default what the context leaves.")
    private @Nullable Integer maxTokens;

    @Option(
            names = "--temperature",
            paramLabel = "X",
            description = "0 to 2; 0 takes the most probable token each time.")
    private @Nullable Double temperature;

    @Option(names = "--top-p", paramLabel = "X", description = "0 to 1; 0 keeps the most probable token alone.")
    private @Nullable Double topP;

    @Option(names = "--top-k", paramLabel = "N", description = "0 keeps all tokens.")
    private @Nullable Integer topK;

    @Option(names = "--min-p", paramLabel = "X", description = "0 to 1.")
    private @Nullable Double minP;

    @Option(names = "--repetition-penalty", paramLabel = "X", description = "Above 0, to 10; 1 is none.")
    private @Nullable Double repetitionPenalty;

    @Option(names = "--presence-penalty", paramLabel = "X", description = "-2 to 2.")
    private double presencePenalty;

    @Option(names = "--frequency-penalty", paramLabel = "X", description = "-2 to 2.")
    private double frequencyPenalty;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same answer.")
    private @Nullable Long seed;

    SamplingOptions options() throws UserException {
        try {
            SamplingOptions.Builder options = SamplingOptions.builder();
            Optional.ofNullable(temperature).ifPresent(options::temperature);
            Optional.ofNullable(topK).ifPresent(options::topK);
            Optional.ofNullable(topP).ifPresent(options::topP);
            Optional.ofNullable(minP).ifPresent(options::minP);
            Optional.ofNullable(repetitionPenalty).ifPresent(options::repetitionPenalty);
            Optional.ofNullable(seed).ifPresent(options::seed);
            return options.presencePenalty(presencePenalty)
                    .frequencyPenalty(frequencyPenalty)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    ExitCode.USAGE, "--" + String.valueOf(e.getMessage()).replace('_', '-'), e);
        }
    }

    OptionalInt maxTokens() throws UserException {
        if (maxTokens != null && maxTokens < 1) {
            throw new UserException(ExitCode.USAGE, "--max-tokens must be at least 1, given " + maxTokens);
        }
        return maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens);
    }
}
