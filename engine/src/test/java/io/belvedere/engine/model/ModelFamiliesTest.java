package io.belvedere.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.GgufWriter;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of models that can't be run: what was found, in which file, what is supported, what to do. */
class ModelFamiliesTest {
    private static final String SUPPORTED =
            "supported: Qwen2.5-VL (in GGUF general.architecture qwen2vl, with an mmproj of"
                    + " clip.projector_type qwen2.5vl_merger; as safetensors model_type qwen2_5_vl in config.json)";

    @TempDir
    private Path folder;

    @Test
    void aTextModelOfAnotherArchitecture() throws IOException {
        Path model = model("llama").text("general.name", "Llama 3 8B").write(folder.resolve("llama.gguf"));
        refuses(model, "llama.gguf: general.architecture is llama (Llama 3 8B); " + SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({"clip.projector_type, gemma3", "clip.vision.projector_type, qwen2vl_merger"})
    void anotherModelsPictureEncoderBesideTheModel(String key, String type) throws IOException {
        Path model = model("qwen2vl").write(folder.resolve("model.gguf"));
        projector(key, type).write(folder.resolve("mmproj.gguf"));
        refuses(
                model,
                "mmproj.gguf: " + key + " is " + type
                        + " in this picture encoder, and general.architecture is qwen2vl in the" + " text model "
                        + model,
                "give the right one with --mmproj or move this one elsewhere",
                SUPPORTED);
    }

    @Test
    void aPictureEncoderAlone() throws IOException {
        Path mmproj = projector("clip.projector_type", "qwen2.5vl_merger").write(folder.resolve("mmproj.gguf"));
        refuses(
                mmproj,
                "mmproj.gguf: general.architecture is clip and clip.projector_type is qwen2.5vl_merger: this is the picture"
                        + " encoder (mmproj) of a model; give the text model's file with --model");
    }

    @Test
    void textModelAndPictureEncoderInOneFile() throws IOException {
        Path model = model("qwen25vl")
                .tensor("v.blk.0.attn_q.weight", new int[] {1}, 1)
                .write(folder.resolve("sha256-0123"));
        refuses(
                model,
                "sha256-0123: general.architecture is qwen25vl with text model and picture encoder in one file, as Ollama stores"
                        + " them, which is not read; take the model as two GGUF files",
                SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model_type": "qwen2_vl"}    | config.json: config.model_type is qwen2_vl; supported
            {"architectures": ["X"]}      | config.json: config.model_type is missing; supported
            """)
    void aFolderOfAnotherModel(String config, String fact) throws IOException {
        refuses(folder(config), fact, SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "quantization_config": {"quant_method": "awq", "bits": 4}                  | config.quantization_config.quant_method is awq
            "quantization_config": {"quant_method": "gptq", "bits": 4}                 | config.quantization_config.quant_method is gptq
            "quantization_config": {"quant_method": "fp8", "fmt": "e4m3"}              | config.quantization_config.quant_method is fp8
            "quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": true} | config.quantization_config.quant_method is bitsandbytes
            "quantization_config": {"load_in_8bit": true}                              | config.quantization_config.quant_method is not named
            "compression_config": {"quant_method": "compressed-tensors"}               | config.compression_config.quant_method is compressed-tensors
            "text_config": {"quantization_config": {"quant_method": "torchao"}}        | config.text_config.quantization_config.quant_method is torchao
            """)
    void aQuantisedFolderIsNamedByItsMethod(String config, String fact) throws IOException {
        refuses(
                folder("{\"model_type\": \"qwen2_5_vl\", " + config + "}"),
                "config.json: " + fact
                        + ": weights that this method has quantised are not read; supported: safetensors in F32,"
                        + " F16 or BF16, and GGUF with its mmproj");
    }

    @Test
    void aFamilysOwnFilesAreClaimed() throws IOException {
        try (ModelFiles files = ModelFiles.open(folder("{\"model_type\": \"qwen2_5_vl\"}"), null)) {
            assertThat(ModelFamilies.require(files).name()).isEqualTo("Qwen2.5-VL");
        }
    }

    private static GgufWriter model(String architecture) {
        return new GgufWriter()
                .text("general.architecture", architecture)
                .tensor("token_embd.weight", new int[] {1}, 1);
    }

    private static GgufWriter projector(String key, String type) {
        return new GgufWriter()
                .text("general.architecture", "clip")
                .text(key, type)
                .tensor("v.post_ln.weight", new int[] {1}, 1);
    }

    private Path folder(String config) throws IOException {
        new SafetensorsWriter()
                .tensor("a", new int[] {1}, 1)
                .tensor("a.qweight", "I32", new int[] {1}, new byte[4])
                .write(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("config.json"), config);
        return folder;
    }

    private static void refuses(Path model, String... facts) {
        assertThatThrownBy(() -> {
                    try (ModelFiles files = ModelFiles.open(model, null)) {
                        ModelFamilies.require(files);
                    }
                })
                .isInstanceOf(FormatException.class)
                .hasMessageContainingAll(facts);
    }
}
