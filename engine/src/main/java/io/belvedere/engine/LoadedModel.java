package io.belvedere.engine;

import io.belvedere.compute.Backend;
import io.belvedere.compute.cpu.CpuBackend;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.model.ModelFamilies;
import io.belvedere.engine.model.ModelFamily;
import io.belvedere.engine.model.VisionLanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model with the files and the backend that it lives on. */
record LoadedModel(ModelFiles files, Backend backend, ModelFamily family, VisionLanguageModel model) {
    /**
     * @param mmproj the vision part of a GGUF pair; null: found beside the file
     * @param resources take charge of files and backend
     * @throws IllegalStateException if the kernels can't run here or compute wrongly
     */
    static LoadedModel load(Path path, @Nullable Path mmproj, EngineOptions options, Resources resources)
            throws IOException {
        ModelFiles files = resources.add(ModelFiles.open(path, mmproj));
        Backend backend = resources.add(CpuBackend.create(options.kernels(), options.threads()));
        backend.selfTest(0);
        ModelFamily family = ModelFamilies.require(files);
        return new LoadedModel(files, backend, family, family.load(files, backend, options.load()));
    }

    /** One line for the log: family, device, kernels, threads. */
    String describe() {
        return family.name() + ", " + backend.describe();
    }
}
