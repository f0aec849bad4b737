package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Modality;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.EngineOptions;
import io.belvedere.engine.LocalEngine;
import io.belvedere.engine.golden.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text model's GGUF file without its mmproj. */
class TextModelTest {
    @TempDir
    private Path folder;

    @Test
    void itDoesNotSayThatItTakesImagesAndTakesNone() throws Exception {
        Path pair = Golden.set().models("qwen2_5_vl").getFirst().folder();
        Path model = GgufConversion.write(pair, folder).orElseThrow();
        EngineOptions options =
                EngineOptions.builder(new CpuDevice(KernelSetting.SCALAR, 1)).build();
        try (LocalEngine both = LocalEngine.open(model, null, options)) {
            assertThat(both.card().inputs()).containsExactlyInAnyOrder(Modality.TEXT, Modality.IMAGE);
        }
        Files.delete(folder.resolve("mmproj-f32.gguf"));
        try (LocalEngine text = LocalEngine.open(model, null, options)) {
            assertThat(text.card().inputs()).containsExactly(Modality.TEXT);
            byte[] picture = Files.readAllBytes(Path.of("src", "test", "resources", "golden", "images", "grey.png"));
            Part image = new Part.Image(new ImageSource.Inline(new ImageBytes(picture)));
            ChatRequest request = new ChatRequest(
                    List.of(new Message(Role.USER, List.of(image))),
                    SamplingOptions.GREEDY,
                    OptionalInt.of(1),
                    List.of());
            assertThatThrownBy(() -> text.submit(request))
                    .isInstanceOf(ChatException.class)
                    .hasMessageContaining("loaded without its vision part");
        }
    }
}
