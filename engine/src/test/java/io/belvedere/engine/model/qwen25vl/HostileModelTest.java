package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.Backend;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.VisionLanguageModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model's files say is checked when it is loaded: no number or missing mark waits for a request to fail on it.
 */
class HostileModelTest {
    private static final Path MODEL =
            Golden.set().models(GoldenSource.TYPE).getFirst().folder();
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void theCopyItselfLoads() throws IOException {
        assertThat(load(folder).shape().layers()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            num_hidden_layers                     | 0                | layers must be 1 to 1024, given 0
            num_hidden_layers                     | 2147483647       | layers must be 1 to 1024, given 2147483647
            num_hidden_layers                     | 5                | has no tensor
            hidden_size                           | 2147483647       | width must be 1 to 131072
            hidden_size                           | 256              | rotary sections
            max_position_embeddings               | 0                | context must be 1 to
            num_attention_heads                   | 2                | rotary sections
            num_attention_heads                   | 1073741824       | heads must be 1 to 4096
            num_key_value_heads                   | 3                | 4 heads can't share 3
            num_key_value_heads                   | 1                | tensor
            rope_theta                            | 0                | rotary base 0.0
            rms_norm_eps                          | -1               | epsilon is -1.0
            rms_norm_eps                          | NaN              | config.json: the numbers under config.* do not fit: text decoder: the norm's epsilon is NaN
            rope_theta                            | Infinity         | rotary base Infinity
            hidden_size                           | NaN              | hidden_size is the number NaN where an integer of 32 bits is needed
            hidden_act                            | "gelu"           | hidden_act is gelu; supported: silu
            use_sliding_window                    | true             | use_sliding_window
            rope_scaling/type                     | "yarn"           | type is yarn; supported: mrope, default
            rope_scaling/mrope_section            | [16]             | rotary sections
            rope_scaling/mrope_section            | [-4, 14, 6]      | rotary sections
            vision_config/depth                   | 5                | has no tensor
            vision_config/depth                   | 2147483647       | blocks must be 1 to 1024
            vision_config/hidden_size             | 128              | tensor
            vision_config/hidden_size             | 2147483644       | width must be 1 to 16384
            vision_config/num_heads               | 1073741824       | heads must be 1 to 4096
            vision_config/num_heads               | 3                | no multiple of 4 x 3 heads
            vision_config/patch_size              | 28               | patch_size is 14; supported: 28 with this model
            vision_config/patch_size              | 65536            | patch's side must be 1 to 128
            vision_config/spatial_merge_size      | 4                | merge_size is 2; supported: 4 with this model
            vision_config/spatial_merge_size      | 65536            | cell's side must be 1 to 8
            vision_config/window_size             | 1                | a window of 1 pixels
            """)
    void aNumberThatDoesNotFitIsRefused(String field, String value, String fact) throws IOException {
        change("config.json", field, value);
        refuses(folder, fact);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            generation_config.json   | temperature        | -1              | temperature must be from 0
            generation_config.json   | top_k              | -3              | top_k must be from 0
            generation_config.json   | top_p              | 1.5             | top_p must be from 0
            generation_config.json   | min_p              | 2               | min_p must be from 0
            generation_config.json   | repetition_penalty | 0               | repetition_penalty must be from
            preprocessor_config.json | min_pixels         | 0               | pictures: at least 0
            preprocessor_config.json | image_mean         | [0.5]           | mean of 1 channels
            preprocessor_config.json | image_mean         | [0.5, 0.5, 1e99] | a channel's mean is Infinity
            preprocessor_config.json | image_std          | [0.5, 0, 0.5]   | standard deviation 0.0
            preprocessor_config.json | rescale_factor     | NaN             | preprocessor.rescale_factor is NaN
            generation_config.json   | temperature        | NaN             | generation_config.json: the generation settings: temperature must be
            """)
    void aSettingOutOfItsRangeIsRefused(String file, String field, String value, String fact) throws IOException {
        change(file, field, value);
        refuses(folder, fact);
    }

    @ParameterizedTest
    @CsvSource({"<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|image_pad|>", "<|vision_end|>"})
    void aMarkThatThePromptNeedsMustBeThere(String mark) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, Files.readString(file).replace(mark, mark.replace('|', '/')));
        refuses(folder, "no control token " + mark);
    }

    @Test
    void aMarkThatUserTextCouldWriteIsRefused() throws IOException {
        ObjectNode tokenizer = (ObjectNode) JSON.readTree(folder.resolve("tokenizer.json"));
        for (JsonNode token : tokenizer.path("added_tokens")) {
            ((ObjectNode) token).put("special", false);
        }
        JSON.writeValue(folder.resolve("tokenizer.json"), tokenizer);
        refuses(folder, "no control token <|im_start|>");
    }

    @Test
    void aTokenWithoutARowOfTheEmbeddingIsRefused() throws IOException {
        ObjectNode tokenizer = (ObjectNode) JSON.readTree(folder.resolve("tokenizer.json"));
        tokenizer
                .withArray("added_tokens")
                .addObject()
                .put("id", 1_000_000)
                .put("content", "<far>")
                .put("special", true);
        JSON.writeValue(folder.resolve("tokenizer.json"), tokenizer);
        refuses(folder, "the tokenizer has 1000001 tokens, the embedding rows for");
    }

    @Test
    void aGgufPairsNumbersAreCheckedToo() throws IOException {
        Path model = GgufConversion.write(folder, folder).orElseThrow();
        Path mmproj = folder.resolve("mmproj-f32.gguf");
        byte[] whole = Files.readAllBytes(mmproj);

        patch(mmproj, "v.post_ln.weight", 4, 2); // one dimension, of 2
        refuses(model, "tensor v.post_ln.weight is 2, the model's other numbers ask for");

        Files.write(mmproj, whole);
        patch(mmproj, "clip.vision.n_wa_pattern", 4, 1);
        patch(mmproj, "clip.vision.block_count", 4, Integer.MAX_VALUE);
        refuses(model, "blocks must be 1 to 1024");
    }

    /** Overwrites the integer that stands {@code skip} bytes behind a name. */
    private static void patch(Path file, String name, int skip, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at + name.length() + skip, value);
        Files.write(file, bytes);
    }

    private void change(String file, String field, String value) throws IOException {
        JsonNode root = JSON.readTree(folder.resolve(file));
        List<String> path = List.of(field.split("/"));
        JsonNode parent = root;
        for (String step : path.subList(0, path.size() - 1)) {
            parent = parent.path(step);
        }
        ((ObjectNode) parent).set(path.getLast(), JSON.readTree(value));
        JSON.writeValue(folder.resolve(file), root);
    }

    private static void refuses(Path model, String fact) {
        assertThatThrownBy(() -> load(model))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(fact);
    }

    private static VisionLanguageModel load(Path model) throws IOException {
        try (ModelFiles files = ModelFiles.open(model, null);
                Backend backend = new CpuDevice(KernelSetting.SCALAR, 1).open()) {
            return new Qwen25Vl().load(files, backend, LoadOptions.DEFAULTS);
        }
    }
}
