package io.belvedere.engine;

import io.belvedere.compute.KvShape;
import java.util.Locale;

/**
 * What an engine's memory is meant for.
 *
 * @param fileBytes of the model; its weights take about as much
 * @param blocks of the K/V store
 * @param blockTokens tokens of a block
 * @param kvBytes of all blocks, taken as they are first used
 * @param imageBytes of the image cache at most
 */
record MemoryPlan(long fileBytes, int blocks, int blockTokens, long kvBytes, long imageBytes) {
    /** Contexts that the K/V store holds by default. */
    private static final int CONTEXTS = 4;

    /** Part of the device's memory that it takes at most by default, unless that is less than one context. */
    private static final int MEMORY_SHARE = 8;

    /** @param deviceBytes memory of what the model runs on */
    static MemoryPlan of(KvShape kv, int contextTokens, ServingOptions serving, long deviceBytes, long fileBytes) {
        long blockBytes = Math.multiplyExact(kv.bytesPerToken(), (long) kv.blockTokens());
        int context = Math.ceilDiv(contextTokens, kv.blockTokens());
        long fitting = deviceBytes / MEMORY_SHARE / blockBytes;
        long wished = Math.min((long) CONTEXTS * context, fitting);
        int given = serving.kvTokens().orElse(0);
        long blocks = given > 0 ? Math.ceilDiv(given, kv.blockTokens()) : wished;
        int most = Math.toIntExact(Math.clamp(blocks, context, Integer.MAX_VALUE));
        return new MemoryPlan(fileBytes, most, kv.blockTokens(), most * blockBytes, serving.imageCacheBytes());
    }

    /** One line for the log. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "memory: model %.1f GB, keys and values of %,d tokens up to %.2f GB, pictures up to %.2f GB",
                fileBytes / 1e9,
                (long) blocks * blockTokens,
                kvBytes / 1e9,
                imageBytes / 1e9);
    }
}
