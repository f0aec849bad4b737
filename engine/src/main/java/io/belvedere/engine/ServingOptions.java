package io.belvedere.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How requests share an engine.
 *
 * @param stepTime wished length of a step while answers wait for its end: prompts and pictures are taken in such slices
 * @param sliceTokens most prompt tokens of one step, at least 1
 * @param runningSequences answers that are computed at a time at most, at least 1
 * @param maxAnswers most answers that wait or run, at least 1; more are refused
 * @param maxTokens that they are likely to take together, at least 1; more are refused unless nothing is going on
 * @param kvTokens tokens that the K/V store holds, over all sequences; empty: four times the context, within an eighth
 *     of the device's memory
 * @param imageCacheBytes memory for features of pictures that were asked about before, at least 0
 * @param imageCacheFolder where they are kept over a restart; empty: nowhere
 * @param imageFolderBytes of that folder at most, at least 0
 * @param decoding what pictures may cost until they are decoded
 * @param patchBytes memory for decoded pictures that wait to be encoded, at least 0; a request that finds it full waits
 */
public record ServingOptions(
        Duration stepTime,
        int sliceTokens,
        int runningSequences,
        int maxAnswers,
        long maxTokens,
        OptionalInt kvTokens,
        long imageCacheBytes,
        Optional<Path> imageCacheFolder,
        long imageFolderBytes,
        DecodingLimits decoding,
        long patchBytes) {
    public static final ServingOptions DEFAULTS = builder().build();

    public ServingOptions {
        atLeast(1, "stepTime in ms", stepTime.toMillis());
        atLeast(1, "sliceTokens", sliceTokens);
        atLeast(1, "runningSequences", runningSequences);
        atLeast(1, "maxAnswers", maxAnswers);
        atLeast(1, "maxTokens", maxTokens);
        atLeast(1, "kvTokens", kvTokens.orElse(1));
        atLeast(0, "imageCacheBytes", imageCacheBytes);
        atLeast(0, "imageFolderBytes", imageFolderBytes);
        atLeast(0, "patchBytes", patchBytes);
    }

    private static void atLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", given " + value);
        }
    }

    /** Begins with {@link #DEFAULTS}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Options in the making; ranges are checked at the end. */
    public static final class Builder {
        private Duration stepTime = Duration.ofMillis(200);
        private int sliceTokens = 512;
        private int runningSequences = 16;
        private int maxAnswers = 64;
        private long maxTokens = 128 << 10;
        private OptionalInt kvTokens = OptionalInt.empty();
        private long imageCacheBytes = 256L << 20;
        private Optional<Path> imageCacheFolder = Optional.empty();
        private long imageFolderBytes = 4L << 30;
        private DecodingLimits decoding = DecodingLimits.DEFAULTS;
        private long patchBytes = 1L << 30;

        private Builder() {}

        public Builder stepTime(Duration value) {
            stepTime = value;
            return this;
        }

        public Builder sliceTokens(int value) {
            sliceTokens = value;
            return this;
        }

        public Builder runningSequences(int value) {
            runningSequences = value;
            return this;
        }

        public Builder maxAnswers(int value) {
            maxAnswers = value;
            return this;
        }

        public Builder maxTokens(long value) {
            maxTokens = value;
            return this;
        }

        public Builder kvTokens(int value) {
            kvTokens = OptionalInt.of(value);
            return this;
        }

        public Builder imageCacheBytes(long value) {
            imageCacheBytes = value;
            return this;
        }

        public Builder imageCacheFolder(Path value) {
            imageCacheFolder = Optional.of(value);
            return this;
        }

        public Builder imageFolderBytes(long value) {
            imageFolderBytes = value;
            return this;
        }

        public Builder decoding(DecodingLimits value) {
            decoding = value;
            return this;
        }

        public Builder patchBytes(long value) {
            patchBytes = value;
            return this;
        }

        /** @throws IllegalArgumentException if a number is out of its range */
        public ServingOptions build() {
            return new ServingOptions(
                    stepTime,
                    sliceTokens,
                    runningSequences,
                    maxAnswers,
                    maxTokens,
                    kvTokens,
                    imageCacheBytes,
                    imageCacheFolder,
                    imageFolderBytes,
                    decoding,
                    patchBytes);
        }
    }
}
