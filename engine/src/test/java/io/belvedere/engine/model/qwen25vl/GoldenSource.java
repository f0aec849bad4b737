package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A golden model in one of its file layouts with one set of kernels. */
record GoldenSource(GoldenModel model, Path files, KernelSetting kernels) {
    /** The last one is the fastest of the machine. */
    private static final List<KernelSetting> KERNELS =
            List.of(KernelSetting.SCALAR, KernelSetting.VECTOR, KernelSetting.AUTO);

    static final String TYPE = "qwen2_5_vl";

    /**
     * Every model of the set with scalar and vector kernels, from safetensors and from GGUF in F32; a model that comes
     * without the latter is converted.
     *
     * @param converted where converted files go
     */
    static List<GoldenSource> unrounded(Path converted) throws IOException {
        List<GoldenSource> sources = new ArrayList<>();
        for (GoldenModel model : Golden.set().models(TYPE)) {
            List<Path> files = new ArrayList<>(model.ggufs("-f32.gguf"));
            if (files.isEmpty()) {
                Path folder = Files.createDirectories(converted.resolve(model.name()));
                GgufConversion.write(model.folder(), folder).ifPresent(files::add);
            }
            files.add(model.folder());
            for (Path file : files) {
                for (KernelSetting kernels : KERNELS) {
                    sources.add(new GoldenSource(model, file, kernels));
                }
            }
        }
        return sources;
    }

    @Override
    public String toString() {
        return files.getFileName() + ", " + kernels + " kernels";
    }
}
