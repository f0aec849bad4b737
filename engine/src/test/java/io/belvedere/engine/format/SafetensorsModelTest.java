package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.Tensor;
import io.belvedere.compute.quant.BlockFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsModelTest {
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeConfig() throws IOException {
        write("config.json", "{\"model_type\": \"test\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "one.safetensors", "two.safetensors"})
    void shardsAreFoundThroughTheIndex(String opened) throws IOException {
        writeShards();
        write(
                INDEX,
                "{\"metadata\": {\"total_size\": 12}, \"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}");
        try (ModelFiles files = ModelFiles.open(folder.resolve(opened).normalize(), null)) {
            assertThat(files.tensors()).extracting(Tensor::name).containsExactly("a", "b");
            assertThat(BlockFormat.decode(files.tensor("b"))).isEqualTo(new float[] {2, 3});
            assertThat(files.files()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.safetensors",
                "/etc/passwd",
                "sub/x.safetensors",
                "..",
                ".",
                "",
                "a\\\\b.safetensors",
                "./one.safetensors"
            })
    void theIndexCanNotLeadOutOfTheFolder(String file) throws IOException {
        Path outside = folder.resolveSibling("outside.safetensors");
        write(INDEX, "{\"weight_map\": {\"a\": \"" + file + "\"}}");
        assertRefused(folder).hasMessageContaining("only files in this folder are read");
        assertThat(outside).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"weight_map": {"a": "one.safetensors", "c": "two.safetensors"}} | two.safetensors: has no tensor c
            {"weight_map": {"a": "none.safetensors"}} | none.safetensors: there is no such file, but model.safetensors.index.json places tensors there
            {"weight_map": {"a": 7}}   | a is not a text
            {"weight_map": ["a"]}      | weight_map is not an object
            {"weight_map": {}}         | weight_map has 0 tensors
            {"metadata": {}}           | weight_map has 0 tensors
            {"weight_map": {"a": "one.safetensors", "a": "two.safetensors"}} | key a is there twice
            {"weight_map": {"a": "one.safetensors" | breaks off
            {"weight_map": {"a": "\\u0000"}} | not valid
            """)
    void refusesBrokenIndexes(String index, String fact) throws IOException {
        writeShards();
        write(INDEX, index);
        assertRefused(folder).hasMessageContaining(fact);
    }

    @Test
    void aTensorInTwoShardsIsRefused() throws IOException {
        writeShards();
        new SafetensorsWriter()
                .tensor("b", new int[] {1}, 1)
                .tensor("a", new int[] {1}, 1)
                .write(folder.resolve("two.safetensors"));
        write(INDEX, "{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}");
        assertRefused(folder).hasMessageContaining("two.safetensors: tensor a is there twice, also in");
    }

    @Test
    void aTensorOfAnotherTypeIsRefusedOnlyWhereItIsUsed() throws IOException {
        new SafetensorsWriter()
                .tensor("a", new int[] {1}, 1)
                .tensor("model.rotary.position_ids", "I64", new int[] {1}, new byte[8])
                .tensor("model.mask", "BOOL", new int[] {2}, new byte[2])
                .write(folder.resolve("model.safetensors"));
        try (ModelFiles files = ModelFiles.open(folder, null)) {
            assertThat(files.tensors()).extracting(Tensor::name).containsExactly("a");
            assertThatThrownBy(() -> files.find("model.mask"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("tensor model.mask has type BOOL, which is not supported");
            assertThat(FileReport.lines(files))
                    .containsSubsequence(
                            "tensors of types that are not read (2)",
                            "  model.rotary.position_ids  I64",
                            "  model.mask                 BOOL");
        }
        write(INDEX, "{\"weight_map\": {\"a\": \"model.safetensors\", \"model.mask\": \"model.safetensors\"}}");
        ModelFiles.open(folder, null).close();
    }

    @Test
    void aSafetensorsFileIsKnownByWhatItHolds() throws IOException {
        Path file = new SafetensorsWriter().tensor("a", new int[] {1}, 1).write(folder.resolve("0123456789abcdef"));
        try (ModelFiles files = ModelFiles.open(file, null)) {
            assertThat(files.metadata().format()).isEqualTo(ModelFormat.SAFETENSORS);
            assertThat(files.find("a")).isPresent();
        }
    }

    @Test
    void aConfigIsNeeded() throws IOException {
        new SafetensorsWriter().tensor("a", new int[] {1}, 1).write(folder.resolve("model.safetensors"));
        Files.delete(folder.resolve("config.json"));
        assertRefused(folder).hasMessageContaining("has no config.json");
    }

    @Test
    void aPictureEncoderFileDoesNotFit() throws IOException {
        new SafetensorsWriter().tensor("a", new int[] {1}, 1).write(folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> ModelFiles.open(folder, folder.resolve("mmproj.gguf")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("can't go with a safetensors model");
    }

    @Test
    void documentsAreReadFromTheFolderOnly() throws IOException {
        new SafetensorsWriter().tensor("a", new int[] {1}, 1).write(folder.resolve("model.safetensors"));
        write("chat_template.jinja", "{{ messages }}");
        write("large.json", "x".repeat(101));
        FormatLimits limits = new FormatLimits(1 << 20, 10, 10, 10, 100);
        try (ModelFiles files = ModelFiles.open(folder, null, limits)) {
            assertThat(files.document("chat_template.jinja")).hasValue("{{ messages }}".getBytes());
            assertThat(files.document("none.json")).isEmpty();
            Files.createDirectory(folder.resolve("folder.json"));
            assertThatThrownBy(() -> files.document("folder.json")).hasMessageContaining("is no regular file");
            assertThatThrownBy(() -> files.document("large.json"))
                    .hasMessageContaining("takes 101 bytes; the limit is 100");
            assertThatThrownBy(() -> files.document("../config.json")).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void missingTensorsAreNamed() throws IOException {
        new SafetensorsWriter().tensor("a", new int[] {1}, 1).write(folder.resolve("model.safetensors"));
        try (ModelFiles files = ModelFiles.open(folder, null)) {
            assertThat(files.find("b")).isEmpty();
            assertThatThrownBy(() -> files.tensor("b"))
                    .isInstanceOf(FormatException.class)
                    .hasMessage(folder + ": has no tensor b, which the model needs");
        }
    }

    private void writeShards() throws IOException {
        new SafetensorsWriter().tensor("a", new int[] {1}, 1).write(folder.resolve("one.safetensors"));
        new SafetensorsWriter().tensor("b", new int[] {2}, 2, 3).write(folder.resolve("two.safetensors"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Path model) {
        return assertThatThrownBy(() -> ModelFiles.open(model, null).close()).isInstanceOf(FormatException.class);
    }
}
