package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.format.GgufWriter;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.model.GenerationDefaults;
import io.belvedere.engine.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationSettingsTest {
    private static final Path FOLDER =
            Golden.set().models(GoldenSource.TYPE).getFirst().folder();

    @TempDir
    private Path temporary;

    @Test
    void aFileThatSaysNothingMeansThePublishedSettings() throws IOException {
        GenerationDefaults defaults = read(new GgufWriter());
        assertThat(defaults.temperature()).isEqualTo(1e-6);
        assertThat(defaults.repetitionPenalty()).isEqualTo(1.05);
        assertThat(defaults.topK()).isZero();
    }

    @Test
    void aFileThatSaysSomethingMeansNoPenaltyUnlessItNamesOne() throws IOException {
        assertThat(read(new GgufWriter().real("general.sampling.temp", 0.5f)).repetitionPenalty())
                .isEqualTo(1);
        assertThat(read(new GgufWriter().real("general.sampling.penalty_repeat", 1.25f))
                        .repetitionPenalty())
                .isEqualTo(1.25);
    }

    @Test
    void takesWhatTheFileSays() throws IOException {
        GenerationDefaults defaults = read(new GgufWriter()
                .real("general.sampling.temp", 0.5f)
                .number("general.sampling.top_k", GgufWriter.S32, 20)
                .real("general.sampling.top_p", 0.75f)
                .real("general.sampling.min_p", 0.25f)
                .number("tokenizer.ggml.eos_token_id", GgufWriter.U32, 7));
        assertThat(defaults.temperature()).isEqualTo(0.5);
        assertThat(defaults.topK()).isEqualTo(20);
        assertThat(defaults.topP()).isEqualTo(0.75);
        assertThat(defaults.minP()).isEqualTo(0.25);
        assertThat(defaults.stopTokens()).contains(7).hasSize(3); // and the marks that end a turn and a text
    }

    private GenerationDefaults read(GgufWriter writer) throws IOException {
        Path file = writer.text("general.architecture", "qwen2vl")
                .tensor("token_embd.weight", new int[] {1}, 0)
                .write(temporary.resolve("model.gguf"));
        try (ModelFiles files = ModelFiles.open(file, null);
                ModelFiles folder = ModelFiles.open(FOLDER, null)) {
            return Qwen25Vl.GENERATION.read(files.metadata(), Vocabulary.of(folder, Qwen2Words.PATTERN));
        }
    }
}
