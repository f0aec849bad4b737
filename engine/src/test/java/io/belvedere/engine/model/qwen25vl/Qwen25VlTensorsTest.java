package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.Backend;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.compute.quant.BlockFormat;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.SafetensorsWriter;
import io.belvedere.engine.model.LoadProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published folders and those saved again are one to the loaders. */
class Qwen25VlTensorsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeConfig() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"test\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "visual.blocks.0.norm1.weight, model.visual.blocks.0.norm1.weight",
        "model.visual.blocks.0.norm1.weight, model.visual.blocks.0.norm1.weight",
        "model.embed_tokens.weight, model.language_model.embed_tokens.weight",
        "model.layers.3.mlp.up_proj.weight, model.language_model.layers.3.mlp.up_proj.weight",
        "model.language_model.norm.weight, model.language_model.norm.weight",
        "lm_head.weight, lm_head.weight",
        "modelling.weight, modelling.weight"
    })
    void bothLayoutsOfNamesBecomeOne(String stored, String canonical) throws IOException {
        new SafetensorsWriter().tensor(stored, new int[] {2}, 1, 2).write(folder.resolve("model.safetensors"));
        try (ModelFiles files = ModelFiles.open(folder, null);
                Backend backend = new CpuDevice(KernelSetting.SCALAR, 1).open()) {
            Qwen25VlTensors tensors = Qwen25VlTensors.of(files, backend, LoadProgress.NONE);
            assertThat(BlockFormat.decode(tensors.checkpoint().tensor(canonical)))
                    .isEqualTo(new float[] {1, 2});
        }
    }

    @Test
    void oneTensorUnderBothNamesIsRefused() throws IOException {
        new SafetensorsWriter()
                .tensor("visual.a", new int[] {1}, 1)
                .tensor("model.visual.a", new int[] {1}, 1)
                .write(folder.resolve("model.safetensors"));
        try (ModelFiles files = ModelFiles.open(folder, null);
                Backend backend = new CpuDevice(KernelSetting.SCALAR, 1).open()) {
            assertThatThrownBy(() -> Qwen25VlTensors.of(files, backend, LoadProgress.NONE))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("tensor model.visual.a is there twice, as visual.a and as model.visual.a");
        }
    }
}
