package io.belvedere.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How requests share an engine.
 *
 * @param stepTime wished length of a step while answers wait for its end: prompts and pictures are taken in such slices
 * @param sliceTokens most prompt tokens of one step, at least 1
 * @param runningSequences answers that are computed at a time at most, at least 1
 * @param maxAnswers most answers that wait or run, at least 1; more are refused
 * @param maxTokens that they are likely to take together, at least 1; more are refused unless nothing is going on
 * @param kvTokens tokens that the K/V store holds, over all sequences; empty: four times the context, within an eighth of the machine's memory
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
    public static final ServingOptions DEFAULTS = new ServingOptions(
            Duration.ofMillis(200),
            512,
            16,
            64,
            128 << 10,
            OptionalInt.empty(),
            256L << 20,
            Optional.empty(),
            4L << 30,
            DecodingLimits.DEFAULTS,
            1L << 30);

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

    /** The same, keeping features of pictures in a folder too; null: in none. */
    ServingOptions withImageFolder(@Nullable Path folder) {
        return new ServingOptions(
                stepTime,
                sliceTokens,
                runningSequences,
                maxAnswers,
                maxTokens,
                kvTokens,
                imageCacheBytes,
                Optional.ofNullable(folder),
                imageFolderBytes,
                decoding,
                patchBytes);
    }

    private static void atLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", given " + value);
        }
    }
}
