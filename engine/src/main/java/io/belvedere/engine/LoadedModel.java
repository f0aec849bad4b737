package io.belvedere.engine;

import io.belvedere.compute.Backend;
import io.belvedere.compute.cpu.CpuBackend;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.model.ModelFamilies;
import io.belvedere.engine.model.ModelFamily;
import io.belvedere.engine.model.VisionLanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model with the files and the backend that it lives on. */
record LoadedModel(
        ModelFiles files, KernelSetting kernels, Backend backend, ModelFamily family, VisionLanguageModel model) {
    /**
     * Below it activations are not rounded to bytes unless that is set: rounding moves the margin between the two best tokens by about 0.1 logits, and a model of
     * this size is fast without it.
     */
    private static final long SMALL_BYTES = 256L << 20;

    /**
     * @param mmproj the vision part of a GGUF pair; null: found beside the file
     * @param resources take charge of files and backend
     * @throws IllegalStateException if the kernels can't run here or compute wrongly
     */
    static LoadedModel load(Path path, @Nullable Path mmproj, EngineOptions options, Resources resources)
            throws IOException {
        ModelFiles files = resources.add(ModelFiles.open(path, mmproj));
        KernelSetting kernels = kernels(files, options);
        Backend backend = resources.add(CpuBackend.create(kernels, options.threads()));
        backend.selfTest(0);
        ModelFamily family = ModelFamilies.require(files);
        try {
            return new LoadedModel(files, kernels, backend, family, family.load(files, backend, options.load()));
        } catch (UncheckedIOException e) {
            throw e.getCause(); // a file could no longer be read
        }
    }

    private static KernelSetting kernels(ModelFiles files, EngineOptions options) {
        boolean small = files.bytes() < SMALL_BYTES;
        return options.kernels() == KernelSetting.AUTO && small ? KernelSetting.EXACT : options.kernels();
    }

    /** Names the model's files for what outlives the process: another model, or a file changed in place, has another one. */
    String fingerprint() {
        return family.name() + " " + files.path().getFileName() + " " + files.bytes() + " bytes, "
                + files.lastModified();
    }

    /** One line for the log: family, device, kernels, threads. */
    String describe() {
        return family.name() + ", " + backend.describe();
    }
}
