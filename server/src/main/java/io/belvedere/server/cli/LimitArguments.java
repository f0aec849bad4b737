package io.belvedere.server.cli;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** {@code --limit NAME=VALUE}. */
final class LimitArguments {
    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE",
            description =
                    "Change a limit, such as image-tokens=1024 or images=4; can be repeated. docs/configuration.md lists them.")
    private Map<String, String> written = new LinkedHashMap<>();

    /** @param used whether a limit means anything to the command */
    Limits limits(Predicate<Limit> used) throws UserException {
        Limits limits = Limits.DEFAULTS;
        for (Map.Entry<String, String> one : written.entrySet()) {
            Limit limit = Limit.byLabel(one.getKey()).filter(used).orElseThrow(() -> unknown(one.getKey(), used));
            try {
                limits = limits.with(limit, limit.parse(one.getValue()));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new UserException(ExitCode.USAGE, "--limit: " + e.getMessage(), e);
            }
        }
        return limits;
    }

    private static UserException unknown(String name, Predicate<Limit> used) {
        String known =
                Arrays.stream(Limit.values()).filter(used).map(Limit::label).collect(Collectors.joining(", "));
        return new UserException(
                ExitCode.USAGE, "--limit: there is no limit '%s' here; there are %s".formatted(name, known));
    }
}
