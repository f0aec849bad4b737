package io.belvedere.engine.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The set that golden tests rest on is there, whole and readable: an empty set would let them pass without comparing
 * anything.
 */
class GoldenSetTest {
    private final Golden golden = Golden.set();

    @Test
    void everyModelHasCasesWithTheirTensors() {
        for (GoldenModel model : golden.models("qwen2_5_vl")) {
            assertThat(model.cases()).as(model.name()).isNotEmpty();
            for (GoldenCase golden : model.cases()) {
                GoldenTensors tensors = golden.tensors();
                assertThat(tensors.names()).as(golden.toString()).contains("text.embeds", "text.final_norm", "logits");
                int[] ids = golden.inputIds();
                assertThat(golden.positionIds()).hasDimensions(3, ids.length);
                assertThat(golden.greedyIds()).isNotEmpty();
                assertThat(tensors.floats("text.embeds"))
                        .hasSize(tensors.shape("text.embeds")[0] * tensors.shape("text.embeds")[1]);
            }
        }
    }

    @Test
    void modelsComeAsGgufToo() {
        assertThat(golden.models("qwen2_5_vl"))
                .allMatch(model -> !model.ggufs(".gguf").isEmpty());
        assertThat(golden.models("qwen2_5_vl"))
                .anyMatch(model -> !model.ggufs("-f32.gguf").isEmpty());
        assertThat(golden.entries("quant", ".json")).isNotEmpty();
    }

    @Test
    void picturesOfCasesAreThere() {
        List<GoldenCase> withPictures = golden.cases("qwen2_5_vl").stream()
                .filter(golden -> !golden.images().isEmpty())
                .toList();
        assertThat(withPictures)
                .isNotEmpty()
                .allSatisfy(golden -> assertThat(golden.images()).allMatch(Files::isRegularFile));
    }

    @Test
    void findsCompressedFilesByTheirPlainName() {
        assertThat(golden.json("tokenizer/tokenizer.json")
                        .path("model")
                        .path("vocab")
                        .size())
                .isGreaterThan(100_000);
        assertThat(golden.entries("preprocess/pixel_values", ".safetensors"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(golden.tensors(name).names()).isNotEmpty());
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> golden.path("no/such.file"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no/such.file");
        assertThatThrownBy(() -> golden.models("no-such-type"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no-such-type");
    }

    @Test
    void differencesAreFound() {
        Difference difference = Difference.between("text.layer.3", new float[] {1, 2, 3}, new float[] {1, 2.5f, 3});
        assertThat(difference.largest()).isEqualTo(0.5);
        assertThat(difference.at()).isEqualTo(1);
        difference.assertWithin(0.5);
        assertThatThrownBy(() -> difference.assertWithin(0.4))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("text.layer.3");
        assertThatThrownBy(() ->
                        Difference.between("x", new float[1], new float[2]).assertWithin(1e9))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Difference.between("x", new float[] {Float.NaN}, new float[1])
                        .assertWithin(1e9))
                .isInstanceOf(AssertionError.class);
    }
}
