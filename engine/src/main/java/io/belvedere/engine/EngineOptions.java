package io.belvedere.engine;

import io.belvedere.compute.KvType;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.LoadProgress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an engine is set up.
 *
 * @param servedNames by which requests ask for the model, the first in replies too; none: the model file's or folder's own
 * @param threads worker threads, at least 1
 * @param kernels which kernels compute
 * @param kvType how keys and values are stored
 * @param contextTokens most tokens of one sequence, prompt and answer; never above the model's own limit
 * @param serving how requests share the engine
 * @param images how pictures are decoded, and limits that are checked before
 * @param load limits on what a picture becomes, and who is told of the progress of loading
 */
public record EngineOptions(
        List<String> servedNames,
        int threads,
        KernelSetting kernels,
        KvType kvType,
        int contextTokens,
        ServingOptions serving,
        ImageDecoder images,
        LoadOptions load) {
    public static final EngineOptions DEFAULTS = new EngineOptions(
            List.of(),
            Runtime.getRuntime().availableProcessors(),
            KernelSetting.AUTO,
            KvType.F16,
            8192,
            ServingOptions.DEFAULTS,
            ImageDecoder.DEFAULT,
            LoadOptions.DEFAULTS);

    public EngineOptions {
        servedNames = List.copyOf(servedNames);
        atLeastOne("threads", threads);
        atLeastOne("contextTokens", contextTokens);
    }

    /** The same, telling {@code progress} how far loading has come. */
    public EngineOptions withProgress(LoadProgress progress) {
        return new EngineOptions(
                servedNames, threads, kernels, kvType, contextTokens, serving, images, load.withProgress(progress));
    }

    /** The same, keeping features of pictures in a folder too; null: in none. */
    public EngineOptions withImageFolder(@Nullable Path folder) {
        return new EngineOptions(
                servedNames, threads, kernels, kvType, contextTokens, serving.withImageFolder(folder), images, load);
    }

    /** The same with other kernels. */
    EngineOptions withKernels(KernelSetting other) {
        return new EngineOptions(servedNames, threads, other, kvType, contextTokens, serving, images, load);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, given " + value);
        }
    }
}
