package io.belvedere.engine;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Device;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.model.ModelFamilies;
import io.belvedere.engine.model.ModelFamily;
import io.belvedere.engine.model.VisionLanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model with the files and the backend that it lives on.
 *
 * @param device as the backend was opened
 */
record LoadedModel(ModelFiles files, Device device, Backend backend, ModelFamily family, VisionLanguageModel model) {
    /**
     * Below it activations are not rounded to bytes unless that is set: rounding moves the margin between the two best
     * tokens by about 0.1 logits, and a model of this size is fast without it.
     */
    private static final long SMALL_BYTES = 256L << 20;

    /**
     * @param mmproj the vision part of a GGUF pair; null: found beside the file
     * @param resources take charge of files and backend
     * @throws IllegalStateException if the device can't run here or computes wrongly
     */
    static LoadedModel load(Path path, @Nullable Path mmproj, EngineOptions options, Resources resources)
            throws IOException {
        ModelFiles files = resources.add(ModelFiles.open(path, mmproj));
        boolean small = files.bytes() < SMALL_BYTES;
        Device device = small ? options.device().exact() : options.device();
        device.selfTest(Duration.ZERO);
        Backend backend = resources.add(device.open());
        ModelFamily family = ModelFamilies.require(files);
        try {
            return new LoadedModel(files, device, backend, family, family.load(files, backend, options.load()));
        } catch (UncheckedIOException e) {
            throw e.getCause(); // a file could no longer be read
        }
    }

    /**
     * Names the model's files for what outlives the process: another model, or a file changed in place, has another
     * one.
     */
    String fingerprint() {
        return family.name() + " " + files.path().getFileName() + " " + files.bytes() + " bytes, "
                + files.lastModified();
    }

    /** One line for the log: family, device, kernels, threads. */
    String describe() {
        return family.name() + ", " + device.report().describe();
    }
}
