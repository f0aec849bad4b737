package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.DrivenModel;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.StageRecorder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VisionEncoderTest {
    @Test
    void goesOnBlockByBlock() throws Exception {
        Path folder = Golden.set().models(GoldenSource.TYPE).getFirst().folder();
        try (DrivenModel loaded = DrivenModel.open(folder, KernelSetting.SCALAR, 1)) {
            Patches patches = loaded.model.patches(new Rgb(56, 56, new byte[3 * 56 * 56]), loaded.model.pixels());
            StageRecorder recorder = loaded.recorder();
            try (Workspace workspace = loaded.workspace(recorder)) {
                Encoding encoding = loaded.model.encoding(patches, workspace);
                assertThat(encoding.advance()).isFalse();
                assertThatThrownBy(encoding::features).isInstanceOf(IllegalStateException.class);
            }
            assertThat(recorder.stages()).containsOnlyKeys("vision.patch_embed", "vision.block.0");
        }
    }
}
