package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A golden model in one of its file layouts with one set of kernels. */
record GoldenSource(GoldenModel model, Path files, KernelSetting kernels) {
    static final String TYPE = "qwen2_5_vl";

    /** Every model of the set in every layout that holds its values unrounded, with scalar and vector kernels. */
    static List<GoldenSource> unrounded() {
        List<GoldenSource> sources = new ArrayList<>();
        for (GoldenModel model : Golden.set().models(TYPE)) {
            List<Path> files = new ArrayList<>(model.ggufs("-f32.gguf"));
            files.add(model.folder());
            for (Path file : files) {
                sources.add(new GoldenSource(model, file, KernelSetting.SCALAR));
                sources.add(new GoldenSource(model, file, KernelSetting.VECTOR));
            }
        }
        return sources;
    }

    @Override
    public String toString() {
        return files.getFileName() + ", " + kernels + " kernels";
    }
}
