package io.belvedere.bench.load;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Times in seconds: each percentile is the smallest measured time that so many of a hundred do not exceed. */
@JsonNaming(SnakeCaseStrategy.class)
record Percentiles(int count, double p50, double p95, double p99, double max) {
    /** Null if there are none. */
    static @Nullable Percentiles of(LongStream nanos) {
        long[] sorted = nanos.toArray();
        if (sorted.length == 0) {
            return null;
        }
        Arrays.sort(sorted);
        return new Percentiles(
                sorted.length, rank(sorted, 50), rank(sorted, 95), rank(sorted, 99), sorted[sorted.length - 1] / 1e9);
    }

    private static double rank(long[] sorted, int percent) {
        int rank = Math.ceilDiv(Math.multiplyExact(percent, sorted.length), 100);
        return sorted[rank - 1] / 1e9;
    }
}
