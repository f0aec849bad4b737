package io.belvedere.engine;

import io.belvedere.compute.KvType;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.LoadProgress;
import java.util.Optional;

/**
 * How an engine is set up.
 *
 * @param servedName the name that requests use; empty: the model file's or folder's own
 * @param threads worker threads, at least 1
 * @param kernels which kernels compute
 * @param kvType how keys and values are stored
 * @param contextTokens most tokens of one sequence, prompt and answer; sizes the K/V store; never above the model's own limit
 * @param sliceTokens most prompt tokens of one step, at least 1
 * @param maxRequests most requests that wait or run; more are refused
 * @param images how pictures are decoded, and limits that are checked before
 * @param load limits on what a picture becomes, and who is told of the progress of loading
 */
public record EngineOptions(
        Optional<String> servedName,
        int threads,
        KernelSetting kernels,
        KvType kvType,
        int contextTokens,
        int sliceTokens,
        int maxRequests,
        ImageDecoder images,
        LoadOptions load) {
    public static final EngineOptions DEFAULTS = new EngineOptions(
            Optional.empty(),
            Runtime.getRuntime().availableProcessors(),
            KernelSetting.AUTO,
            KvType.F16,
            8192,
            512,
            64,
            ImageDecoder.DEFAULT,
            LoadOptions.DEFAULTS);

    public EngineOptions {
        atLeastOne("threads", threads);
        atLeastOne("contextTokens", contextTokens);
        atLeastOne("sliceTokens", sliceTokens);
        atLeastOne("maxRequests", maxRequests);
    }

    /** The same, telling {@code progress} how far loading has come. */
    public EngineOptions withProgress(LoadProgress progress) {
        return new EngineOptions(
                servedName,
                threads,
                kernels,
                kvType,
                contextTokens,
                sliceTokens,
                maxRequests,
                images,
                load.withProgress(progress));
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, given " + value);
        }
    }
}
