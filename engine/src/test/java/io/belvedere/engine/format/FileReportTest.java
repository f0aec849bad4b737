package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReportTest {
    @TempDir
    private Path folder;

    @Test
    void showsFilesMetadataTensorsAndTotals() throws IOException {
        Path file = new GgufWriter()
                .text("general.architecture", "test")
                .number("test.block_count", GgufWriter.U32, 2)
                .real("test.epsilon", 1e-6f)
                .flag("test.tied", true)
                .tensor("token_embd.weight", 8, new int[] {1000, 64}, new byte[68 * 1000])
                .tensor("norm", new int[] {64}, new float[64])
                .write(folder.resolve("m.gguf"));
        new GgufWriter()
                .text("general.architecture", "clip")
                .tensor("v.w", new int[] {2}, 1, 2)
                .write(folder.resolve("p.gguf"));
        List<String> lines = report(file);
        assertThat(lines.getFirst()).isEqualTo("files (GGUF)");
        assertThat(lines)
                .anyMatch(line -> line.matches("  .*m\\.gguf  +6\\d\\.\\d KiB"))
                .anyMatch(line -> line.matches("  .*p\\.gguf  +\\d+ B"))
                .contains("metadata (4 keys)", "metadata of the picture encoder (1 key)", "tensors (3)")
                .contains(
                        "  general.architecture  \"test\"",
                        "  test.block_count      2",
                        "  test.epsilon          1.0E-6")
                .contains(
                        "  token_embd.weight  Q8_0  1000x64  66.4 KiB", "  norm               F32        64     256 B")
                .contains(
                        "  F32   2 tensors      66 elements     264 B",
                        "  Q8_0   1 tensor  64,000 elements  66.4 KiB",
                        "  all   3 tensors  64,066 elements  66.7 KiB");
    }

    @Test
    void cutsWhatIsLong() throws IOException {
        String[] many = new String[1000];
        Arrays.fill(many, "x".repeat(500));
        List<String> lines = report(new GgufWriter()
                .texts("tokens", many)
                .text("template", "y".repeat(100_000))
                .texts("few", "a", "\"")
                .write(folder.resolve("m.gguf")));
        assertThat(lines).allMatch(line -> line.length() < 800);
        assertThat(lines)
                .anyMatch(line -> line.endsWith(", ... (1,000 values)]"))
                .anyMatch(line -> line.contains("... (100000 characters)\""))
                .contains("  few       [\"a\", \"\\\"\"]");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() throws IOException {
        String hostile = "\u001b[2J\u0007\n\r\t\u202e\u2028\u0000end\ud83d\ude00";
        List<String> lines = report(new GgufWriter()
                .text(hostile, hostile)
                .texts("list", hostile)
                .tensor(hostile, new int[] {1}, 1)
                .write(folder.resolve("m.gguf")));
        assertThat(String.join("", lines).chars())
                .noneMatch(character -> character < ' ' || character == 0x202E || character == 0x2028);
        assertThat(lines)
                .anyMatch(line -> line.contains("\\u{1b}[2J\\u{7}\\n\\r\\t\\u{202e}\\u{2028}\\u{0}end\ud83d\ude00"));
    }

    @Test
    void showsFoldersToo() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"x\", \"sizes\": [1, 2.5]}");
        new SafetensorsWriter()
                .tensor("model.norm.weight", new int[] {1}, 1)
                .write(folder.resolve("model.safetensors"));
        assertThat(report(folder))
                .contains("files (SAFETENSORS)", "  config.sizes       [1, 2.5]")
                .contains("  model.norm.weight  F32  1  4 B");
    }

    private static List<String> report(Path model) throws IOException {
        try (ModelFiles files = ModelFiles.open(model, null)) {
            return FileReport.lines(files);
        }
    }
}
