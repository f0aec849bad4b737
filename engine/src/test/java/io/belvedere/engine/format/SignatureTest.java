package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people have in the place of a model's file, and what they are told. */
class SignatureTest {
    private static final String POINTER = """
            version https://git-lfs.github.com/spec/v1
            oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
            size 3285476160
            """;

    private static final String TOLD = "is a Git LFS pointer of 135 bytes to the file of 3285476160 bytes, not the file"
            + " itself: get that with 'git lfs pull', or download it";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"model.gguf", "model.safetensors", "model"})
    void aPointerInThePlaceOfTheWeightsIsCalledSo(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), POINTER);
        refuses(file, name + ": " + TOLD);
    }

    @ParameterizedTest
    @CsvSource({"config.json", "preprocessor_config.json", "model.safetensors.index.json", "mmproj.gguf"})
    void aPointerInThePlaceOfAnotherFileToo(String name) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"test\"}");
        Path model = name.startsWith("mmproj")
                ? new GgufWriter().tensor("a", new int[] {1}, 1).write(folder.resolve("model.gguf"))
                : folder;
        if (!name.contains("index") && !name.contains("mmproj")) {
            new SafetensorsWriter().tensor("a", new int[] {1}, 1).write(folder.resolve("model.safetensors"));
        }
        Files.writeString(folder.resolve(name), POINTER);
        refuses(model, name + ": " + TOLD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <!DOCTYPE html><html>Log in</html>          | is a web page
            <html><body>404                             | is a web page
            <?xml version="1.0"?><Error>AccessDenied    | is an XML document
            PK\u0003\u0004archive/data.pkl and so on    | is a ZIP archive or a PyTorch file
            lmgg and then                               | llama.cpp from before GGUF
            """)
    void otherFilesAreNamed(String content, String fact) throws IOException {
        for (String name : new String[] {"model.gguf", "model.safetensors"}) {
            Path file = Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
            refuses(file, name + ": " + "is ", fact);
        }
    }

    @Test
    void roomThatWasNeverFilledIsSaid() throws IOException {
        Path file = Files.write(folder.resolve("model.gguf"), new byte[4096]);
        refuses(file, "model.gguf: begins with zeros: room was made for it, but its bytes never came");
        refuses(Files.createFile(folder.resolve("model.safetensors")), "model.safetensors: is empty: get it again");
    }

    @Test
    void aHalfDownloadIsCalledIncomplete() throws IOException {
        byte[] whole = new GgufWriter()
                .text("general.architecture", "test")
                .tensor("a", new int[] {64}, new float[64])
                .tensor("b", new int[] {64}, new float[64])
                .bytes();
        Path file = folder.resolve("model.gguf");
        Files.write(file, Arrays.copyOf(whole, whole.length - 300));
        refuses(
                file,
                "is incomplete: it has " + (whole.length - 300) + " bytes of " + whole.length
                        + " (tensor b ends there); the download or the copy stopped early, get it again");
    }

    private static void refuses(Path model, String... facts) {
        assertThatThrownBy(() -> ModelFiles.open(model, null).close())
                .isInstanceOf(FormatException.class)
                .hasMessageContainingAll(facts);
    }
}
