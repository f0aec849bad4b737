package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.quant.BlockFormat;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.golden.GoldenTensors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Files that the reference implementations wrote: what they hold is what they say. A set may come without GGUF files.
 */
class ModelFilesGoldenTest {
    private static final Golden GOLDEN = Golden.set();

    static List<GoldenModel> models() {
        return GOLDEN.models("qwen2_5_vl");
    }

    static Stream<Path> ggufs() {
        return models().stream().flatMap(model -> model.ggufs(".gguf").stream());
    }

    static List<String> quantised() {
        return GOLDEN.entries("quant", ".json");
    }

    @ParameterizedTest
    @MethodSource("models")
    void foldersGiveTensorsAsTheyAreStored(GoldenModel model) throws IOException {
        try (ModelFiles files = ModelFiles.open(model.folder(), null)) {
            ModelMetadata metadata = files.metadata();
            assertThat(metadata.format()).isEqualTo(ModelFormat.SAFETENSORS);
            assertThat(metadata.text("config.model_type")).isEqualTo(model.type());
            JsonNode text = model.config().has("text_config") ? model.config().get("text_config") : model.config();
            int hidden = text.get("hidden_size").intValue();
            Shape embedding = Shape.of(text.get("vocab_size").intValue(), hidden);
            assertThat(tensor(files, "model.language_model.embed_tokens.weight").shape())
                    .isEqualTo(embedding);
            assertThat(tensor(files, "model.visual.merger.ln_q.weight").shape())
                    .isEqualTo(Shape.of(metadata.integer("config.vision_config.hidden_size")));
            assertThat(files.find("lm_head.weight").isEmpty())
                    .isEqualTo(model.config().get("tie_word_embeddings").booleanValue());
            assertThat(files.tensors())
                    .extracting(Tensor::name)
                    .allMatch(name ->
                            name.startsWith("model.") || name.startsWith("visual.") || name.equals("lm_head.weight"));
            assertThat(files.document("tokenizer.json")).isPresent();
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("ggufs")
    void ggufsComeWithTheirPictureEncoder(Path file) throws IOException {
        try (ModelFiles files = ModelFiles.open(file, null)) {
            ModelMetadata text = files.metadata();
            int hidden = text.integer("qwen2vl.embedding_length");
            int tokens = text.size("tokenizer.ggml.tokens");
            assertThat(text.texts("tokenizer.ggml.tokens")).hasSize(tokens).doesNotHaveDuplicates();
            assertThat(text.integers("tokenizer.ggml.token_type")).hasSize(tokens);
            assertThat(files.tensor("token_embd.weight").shape()).isEqualTo(Shape.of(tokens, hidden));
            ModelMetadata projector = files.projector().orElseThrow();
            assertThat(projector.text("clip.projector_type")).isEqualTo("qwen2.5vl_merger");
            assertThat(projector.integer("clip.vision.projection_dim")).isEqualTo(hidden);
            assertThat(files.tensor("mm.2.weight").shape().extent(0)).isEqualTo(hidden);
            assertThat(files.tensor("v.patch_embd.weight").shape())
                    .isEqualTo(Shape.of(projector.integer("clip.vision.embedding_length"), 3, 14, 14));
        }
    }

    /** A tensor by the newer of two layouts' names. */
    private static Tensor tensor(ModelFiles folder, String name) throws IOException {
        String older = name.replace("model.language_model.", "model.").replace("model.visual.", "visual.");
        return folder.tensor(folder.names().contains(name) ? name : older);
    }

    /** The F32 GGUF files hold exactly the values of the folder, with names and shapes of their own. */
    @ParameterizedTest
    @MethodSource("models")
    void plainGgufHoldsTheFoldersValues(GoldenModel model) throws IOException {
        Map<String, String> sameTensors = Map.of(
                "token_embd.weight", "model.language_model.embed_tokens.weight",
                "blk.0.attn_q.weight", "model.language_model.layers.0.self_attn.q_proj.weight",
                "blk.0.attn_q.bias", "model.language_model.layers.0.self_attn.q_proj.bias",
                "blk.1.ffn_down.weight", "model.language_model.layers.1.mlp.down_proj.weight",
                "output_norm.weight", "model.language_model.norm.weight",
                "mm.0.weight", "model.visual.merger.mlp.0.weight");
        for (Path file : model.ggufs("-f32.gguf")) {
            try (ModelFiles folder = ModelFiles.open(model.folder(), null);
                    ModelFiles gguf = ModelFiles.open(file, null)) {
                for (Map.Entry<String, String> same : sameTensors.entrySet()) {
                    Tensor here = gguf.tensor(same.getKey());
                    Tensor there = tensor(folder, same.getValue());
                    assertThat(here.shape()).as(same.getKey()).isEqualTo(there.shape());
                    assertThat(BlockFormat.decode(here)).as(same.getKey()).isEqualTo(BlockFormat.decode(there));
                }
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("quantised")
    void quantisedTensorsHaveTheirTypesAndSamplesDecodeExactly(String name) throws IOException {
        JsonNode json = GOLDEN.json(name);
        GoldenTensors expected = GOLDEN.tensors(name.replace(".json", ".safetensors"));
        try (ModelFiles files = ModelFiles.open(GOLDEN.path(json.get("file").asString()), null)) {
            for (Map.Entry<String, JsonNode> tensor : json.get("tensor_types").properties()) {
                assertThat(files.tensor(tensor.getKey()).type())
                        .as(tensor.getKey())
                        .hasToString(tensor.getValue().asString());
            }
            for (Map.Entry<String, JsonNode> sample : json.get("samples").properties()) {
                DType type = DType.valueOf(sample.getKey());
                Tensor rows =
                        files.tensor(sample.getValue().get("tensor").asString()).rows(0, 2);
                assertThat(rows.type()).isEqualTo(type);
                MemorySegment raw = MemorySegment.ofArray(expected.bytes("raw." + type));
                assertThat(rows.bytes().mismatch(raw))
                        .as("stored bytes of %s", type)
                        .isEqualTo(-1);
                assertThat(BlockFormat.decode(rows))
                        .as("values of %s", type)
                        .isEqualTo(expected.floats("dequantized." + type));
            }
        }
    }
}
