package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.Tensor;
import io.belvedere.compute.quant.BlockFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufModelTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anyShardOpensTheWholeModel(int number) throws IOException {
        writeShards();
        try (ModelFiles files = ModelFiles.open(shard(number), null)) {
            assertThat(files.metadata().text("general.architecture")).isEqualTo("test");
            assertThat(files.tensors()).extracting(Tensor::name).containsExactly("a", "b", "c");
            assertThat(BlockFormat.decode(files.tensor("c"))).isEqualTo(new float[] {4, 5});
            assertThat(files.files()).containsExactly(shard(1), shard(2), shard(3));
            assertThat(files.bytes()).isEqualTo(Files.size(shard(1)) + Files.size(shard(2)) + Files.size(shard(3)));
            assertThat(files.lastModified())
                    .isEqualTo(Files.getLastModifiedTime(shard(3)).toInstant());
        }
    }

    @Test
    void aFolderOfShardsHoldsOneModel() throws IOException {
        writeShards();
        writeProjector("vision.gguf");
        try (ModelFiles files = ModelFiles.open(folder, null)) {
            assertThat(files.tensors()).extracting(Tensor::name).containsExactly("a", "b", "c", "v.vision.gguf");
        }
    }

    @Test
    void missingAndMisplacedShardsAreNamed() throws IOException {
        writeShards();
        Files.copy(shard(3), folder.resolve("copy.gguf"));
        assertRefused(folder.resolve("copy.gguf")).hasMessageContaining("is one of 3 parts");
        Files.delete(shard(3));
        assertRefused(shard(1))
                .hasMessageContaining(
                        "model-00003-of-00003.gguf: there is no such file: part 3 of 3 of the model is missing");
        Files.copy(shard(2), shard(3));
        assertRefused(shard(1)).hasMessageContaining("says that it is part 2 of 3, but its name makes it part 3 of 3");
    }

    @Test
    void shardsMustHoldAllTensorsOnce() throws IOException {
        writeShards();
        shardWriter(2, 3).write(shard(3));
        assertRefused(shard(2)).hasMessageContaining("split.tensors.count is 3, but the parts hold 2 tensors");
        shardWriter(2, 3).tensor("b", new int[] {1}, 9).write(shard(3));
        assertRefused(shard(2)).hasMessageContaining("tensor b is there twice");
    }

    @Test
    void thePictureEncoderIsFoundByWhatItHolds() throws IOException {
        Path model = writeModel("model.gguf");
        Path other = writeModel("mmproj-in-name-only.gguf");
        writeProjector("plain-name.gguf");
        Files.writeString(folder.resolve("broken.gguf"), "not a model at all");
        Files.writeString(folder.resolve("mmproj.txt"), "no GGUF");
        for (Path text : new Path[] {model, other}) {
            try (ModelFiles files = ModelFiles.open(text, null)) {
                assertThat(files.projector())
                        .get()
                        .extracting(ModelMetadata::source)
                        .isEqualTo(folder.resolve("plain-name.gguf"));
                assertThat(files.find("v.plain-name.gguf")).isPresent();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mmproj-F16.GGUF",
                "mmproj",
                "mmproj-model-f16",
                "MMPROJ.bin",
                "vision",
                "sha256-0123456789abcdef",
                "clip.projector"
            })
    void thePictureEncoderIsFoundUnderAnyName(String name) throws IOException {
        Path model = writeModel("model.gguf");
        writeProjector(name);
        Files.writeString(folder.resolve("README.md"), "GGUF is the format of these files");
        writeProjector("mmproj-f32.gguf.part");
        for (Path opened : new Path[] {model, folder}) {
            try (ModelFiles files = ModelFiles.open(opened, null)) {
                assertThat(files.projector())
                        .get()
                        .extracting(ModelMetadata::source)
                        .isEqualTo(folder.resolve(name));
            }
        }
    }

    @Test
    void filesThatAreNamedAsGgufGoFirst() throws IOException {
        Path model = writeModel("model.gguf");
        writeProjector("mmproj-f16.gguf");
        writeProjector("mmproj-old");
        try (ModelFiles files = ModelFiles.open(model, null)) {
            assertThat(files.find("v.mmproj-f16.gguf")).isPresent();
        }
    }

    @Test
    void shardsMayBeNamedInCapitals() throws IOException {
        shardWriter(0, 2)
                .text("general.architecture", "test")
                .tensor("a", new int[] {1}, 1)
                .write(folder.resolve("MODEL-00001-OF-00002.GGUF"));
        shardWriter(1, 2).tensor("b", new int[] {1}, 1).write(folder.resolve("MODEL-00002-OF-00002.GGUF"));
        try (ModelFiles files = ModelFiles.open(folder, null)) {
            assertThat(files.tensors()).extracting(Tensor::name).containsExactly("a", "b");
        }
    }

    @Test
    void withoutAPictureEncoderTheModelIsTextOnly() throws IOException {
        try (ModelFiles files = ModelFiles.open(writeModel("model.gguf"), null)) {
            assertThat(files.projector()).isEmpty();
            assertThat(files.document("tokenizer.json")).isEmpty();
        }
    }

    @Test
    void severalPictureEncodersNeedAChoice() throws IOException {
        Path model = writeModel("model.gguf");
        Path first = writeProjector("mmproj-f16.gguf");
        writeProjector("mmproj-f32.gguf");
        assertRefused(model)
                .hasMessageContaining("mmproj-f16.gguf, mmproj-f32.gguf")
                .hasMessageContaining("--mmproj");
        try (ModelFiles files = ModelFiles.open(model, first)) {
            assertThat(files.find("v.mmproj-f16.gguf")).isPresent();
            assertThat(files.find("v.mmproj-f32.gguf")).isEmpty();
        }
    }

    @Test
    void aBrokenPictureEncoderIsNotPassedOver() throws IOException {
        Path model = writeModel("model.gguf");
        Files.writeString(folder.resolve("mmproj-model.gguf"), "cut off");
        assertRefused(model).hasMessageContaining("mmproj-model.gguf");
    }

    @Test
    void aTextModelIsNoPictureEncoder() throws IOException {
        Path model = writeModel("model.gguf");
        Path other = writeModel("other.gguf");
        assertThatThrownBy(() -> ModelFiles.open(model, other))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("other.gguf: is no picture encoder: general.architecture is test");
    }

    @Test
    void aFolderMustHoldExactlyOneTextModel() throws IOException {
        assertRefused(folder)
                .hasMessageContaining("neither a safetensors model")
                .hasMessageContaining("nor a GGUF text model");
        writeProjector("mmproj.gguf");
        assertRefused(folder).hasMessageContaining("nor a GGUF text model");
        writeModel("one.gguf");
        try (ModelFiles files = ModelFiles.open(folder, null)) {
            assertThat(files.metadata().source()).isEqualTo(folder.resolve("one.gguf"));
            assertThat(files.projector()).isPresent();
        }
        writeModel("two.gguf");
        assertRefused(folder).hasMessageContaining("name one of them: one.gguf, two.gguf");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            adapter_config.json              | an adapter (LoRA) is no model of its own
            model-00001-of-00002.safetensors | get model.safetensors.index.json too
            pytorch_model.bin                | PyTorch files are not read
            model.gguf.part                  | a download has not finished
            notes.txt                        | name the file or the folder that holds one
            """)
    void aFolderWithoutAModelSaysWhatItHolds(String name, String advice) throws IOException {
        Files.writeString(folder.resolve(name), "x");
        assertRefused(folder)
                .hasMessageContaining("nor a GGUF text model, but " + name + "; ")
                .hasMessageContaining(advice);
    }

    @Test
    void namesMustNotClashBetweenTheTwoFiles() throws IOException {
        Path model = writeModel("model.gguf");
        new GgufWriter()
                .text("general.type", "mmproj")
                .tensor("model.gguf", new int[] {1}, 1)
                .write(folder.resolve("p.gguf"));
        assertRefused(model).hasMessageContaining("tensor model.gguf is there twice, also in");
    }

    @Test
    void saysWhatIsNoModel() throws IOException {
        assertRefused(folder.resolve("none.gguf")).hasMessageContaining("there is no such file");
        assertRefused(Files.writeString(folder.resolve("a.txt"), "Dear reader"))
                .hasMessageContaining("is no GGUF file");
        assertRefused(Files.createFile(folder.resolve("empty.gguf"))).hasMessageContaining("empty.gguf: is empty");
    }

    /** A file with a hole of 3 GiB, which takes no room on the disk. */
    @Test
    void offsetsBeyondTwoGibibytes() throws IOException {
        int rows = 3 << 10;
        int columns = 1 << 18;
        byte[] header = new GgufWriter()
                .tensorAt("large", 0, new int[] {rows, columns}, 0)
                .tensorAt("behind", 0, new int[] {1}, 4L * rows * columns)
                .bytes();
        Path file = Files.write(folder.resolve("large.gguf"), header);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] last = GgufWriter.number(GgufWriter.F32, Float.floatToIntBits(42));
            channel.write(ByteBuffer.wrap(last), header.length + 4L * rows * columns);
        }
        try (ModelFiles files = ModelFiles.open(file, null)) {
            assertThat(files.bytes()).isGreaterThan(3L << 30);
            assertThat(BlockFormat.decode(files.tensor("behind"))).isEqualTo(new float[] {42});
            Tensor lastRow = files.tensor("large").rows(rows - 1, 1);
            assertThat(BlockFormat.decode(lastRow)).hasSize(columns).containsOnly(0);
        }
    }

    @Test
    void closingReleasesTheMapping() throws IOException {
        ModelFiles files = ModelFiles.open(writeModel("model.gguf"), null);
        Tensor tensor = files.tensor("model.gguf");
        files.close();
        files.close();
        assertThatThrownBy(() -> BlockFormat.decode(tensor)).isInstanceOf(IllegalStateException.class);
    }

    private Path writeModel(String name) throws IOException {
        return new GgufWriter()
                .text("general.architecture", "test")
                .tensor(name, new int[] {1}, 1)
                .write(folder.resolve(name));
    }

    private Path writeProjector(String name) throws IOException {
        return new GgufWriter()
                .text("general.architecture", "clip")
                .tensor("v." + name, new int[] {1}, 1)
                .write(folder.resolve(name));
    }

    private void writeShards() throws IOException {
        shardWriter(0, 3)
                .number("split.tensors.count", GgufWriter.S32, 3)
                .text("general.architecture", "test")
                .tensor("a", new int[] {1}, 1)
                .write(shard(1));
        shardWriter(1, 3).tensor("b", new int[] {2}, 2, 3).write(shard(2));
        shardWriter(2, 3).tensor("c", new int[] {2}, 4, 5).write(shard(3));
        Files.setLastModifiedTime(shard(3), FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    }

    private static GgufWriter shardWriter(int number, int count) {
        return new GgufWriter().number("split.no", GgufWriter.U16, number).number("split.count", GgufWriter.U16, count);
    }

    private Path shard(int number) {
        return folder.resolve("model-0000%d-of-00003.gguf".formatted(number));
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Path model) {
        return assertThatThrownBy(() -> ModelFiles.open(model, null).close()).isInstanceOf(FormatException.class);
    }
}
