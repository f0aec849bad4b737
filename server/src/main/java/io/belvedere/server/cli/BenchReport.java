package io.belvedere.server.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured, as scripts read it: the names are stable, a stage that was left out is null.
 *
 * @param engine family, device, kernels, threads in one line
 * @param repeat timed runs of each stage
 * @param decodeStreams several sequences together
 * @param peakMemoryBytes most that was resident at a time, mapped files included; null where the system does not tell
 */
@JsonNaming(SnakeCaseStrategy.class)
record BenchReport(
        String belvedere,
        String java,
        String model,
        String engine,
        int threads,
        int repeat,
        Load load,
        @Nullable Encode encode,
        @Nullable Prefill prefill,
        @Nullable Decode decode,
        @Nullable Decode decodeStreams,
        @Nullable Long peakMemoryBytes) {
    /**
     * Measured once: a process loads its model once.
     *
     * @param seconds opening the files and preparing the weights
     * @param readySeconds from the JVM's start until the model was loaded
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Load(double seconds, double readySeconds, long fileBytes) {}

    /** The vision encoder on one picture, without decoding and cutting it. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Encode(int width, int height, int patches, Spread seconds, Spread patchesPerSecond) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Prefill(int tokens, Spread seconds, Spread tokensPerSecond) {}

    /**
     * @param tokens of each stream
     * @param tokensPerSecond over all streams
     * @param weightBytes stored bytes that a step reads, whatever the number of streams
     * @param weightGigabytesPerSecond 10^9 bytes
     * @param memoryGigabytesPerSecond what all threads together read of memory just before each run, and do nothing
     *     else
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Decode(
            int streams,
            int tokens,
            Spread seconds,
            Spread tokensPerSecond,
            long weightBytes,
            Spread weightGigabytesPerSecond,
            Spread memoryGigabytesPerSecond) {}

    /** One object on one line. */
    String json() {
        return JsonMapper.builder()
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .build()
                .writeValueAsString(this);
    }
}
