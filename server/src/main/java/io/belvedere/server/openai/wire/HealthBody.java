package io.belvedere.server.openai.wire;

import io.belvedere.compute.KernelReport;
import io.belvedere.compute.SelfTest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What operators see of the server that answers.
 *
 * @param status {@code ok}
 * @param model the served name
 * @param vectorBits 0 where the kernels use none
 * @param selfTest null in the first second, until the rates are taken
 */
@JsonNaming(SnakeCaseStrategy.class)
public record HealthBody(
        String status,
        String model,
        String device,
        String kernels,
        int vectorBits,
        int threads,
        @Nullable Rates selfTest) {
    /** In 10^9 operations a second, to one decimal. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Rates(double f32Gflops, double q8Gflops) {
        static Rates of(SelfTest test) {
            return new Rates(rounded(test.f32()), rounded(test.q8()));
        }

        private static double rounded(double rate) {
            return Math.round(rate * 10) / 10.0;
        }
    }

    public static HealthBody of(String model, KernelReport report, @Nullable SelfTest test) {
        return new HealthBody(
                "ok",
                model,
                report.device(),
                report.kernels(),
                report.vectorBits(),
                report.threads(),
                test == null ? null : Rates.of(test));
    }
}
