package io.belvedere.server.openai.wire;

import io.belvedere.compute.KernelReport;
import io.belvedere.compute.SelfTest;
import io.belvedere.engine.EngineStats;
import io.belvedere.engine.features.FeatureCache;
import io.belvedere.engine.run.RunStats;
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
        @Nullable Rates selfTest,
        Engine engine) {
    /** What it does and has done; counts are since the start, {@code blocks} are those of keys and values. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Engine(
            int waiting,
            int running,
            long tokensTakenOn,
            int blocks,
            int blocksUsed,
            int blocksCached,
            long prefixTokensAsked,
            long prefixTokensFound,
            long steps,
            long stepMillis,
            long promptTokens,
            long answerTokens,
            long answers,
            long picturesEncoded,
            long encodeMillis,
            long preemptions,
            long imageCacheHits,
            long imageCacheMisses,
            long imageCacheBytes) {
        static Engine of(EngineStats stats) {
            RunStats run = stats.run();
            FeatureCache.Stats images = stats.images().memory();
            return new Engine(
                    run.waiting(),
                    run.running(),
                    stats.tokensTakenOn(),
                    run.blocks(),
                    run.blocksUsed(),
                    run.blocksCached(),
                    run.prefixTokensAsked(),
                    run.prefixTokensFound(),
                    run.steps(),
                    run.stepNanos() / 1_000_000,
                    run.promptTokens(),
                    run.answerTokens(),
                    run.answers(),
                    run.pictures(),
                    run.encodeNanos() / 1_000_000,
                    run.preemptions(),
                    images.hits(),
                    images.misses(),
                    images.bytes());
        }
    }

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

    public static HealthBody of(String model, KernelReport report, @Nullable SelfTest test, EngineStats stats) {
        return new HealthBody(
                "ok",
                model,
                report.device(),
                report.kernels(),
                report.vectorBits(),
                report.threads(),
                test == null ? null : Rates.of(test),
                Engine.of(stats));
    }
}
