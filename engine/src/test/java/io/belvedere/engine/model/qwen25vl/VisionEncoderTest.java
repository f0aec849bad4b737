package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.Patches;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class VisionEncoderTest {
    @Test
    void stopsBetweenBlocksOnceItIsCancelled() throws Exception {
        Path folder = Golden.set().models(GoldenSource.TYPE).getFirst().folder();
        try (LoadedModel loaded = LoadedModel.open(folder, KernelSetting.SCALAR, 1)) {
            Patches patches = loaded.model.patches(new Rgb(56, 56, new byte[3 * 56 * 56]));
            StageRecorder recorder = loaded.recorder();
            Iterator<Boolean> cancelled = List.of(false, true).iterator();
            try (Workspace workspace = loaded.workspace(recorder)) {
                assertThatThrownBy(() -> loaded.model.encode(patches, workspace, cancelled::next))
                        .isInstanceOf(CancellationException.class);
            }
            assertThat(recorder.stages()).containsOnlyKeys("vision.patch_embed", "vision.block.0");
        }
    }
}
