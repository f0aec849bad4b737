package io.belvedere.models.mini;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniTest {
    @TempDir
    Path cache;

    @Test
    void bothFilesLieInOneFolderAndAreGguf() throws IOException {
        Path model = Mini.unpack(cache);
        List<Path> files = files(model.getParent());
        assertThat(files).hasSize(2).contains(model);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("GGUF");
        }
    }

    @Test
    void whatIsThereAlreadyIsLeftAlone() throws IOException {
        Path model = Mini.unpack(cache);
        FileTime past = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(model, past);
        assertThat(Mini.unpack(cache)).isEqualTo(model);
        assertThat(Files.getLastModifiedTime(model)).isEqualTo(past);
    }

    @Test
    void aDamagedFileIsReplaced() throws IOException {
        Path model = Mini.unpack(cache);
        byte[] good = Files.readAllBytes(model);
        byte[] bad = good.clone();
        bad[bad.length / 2]++;
        Files.write(model, bad);
        Mini.unpack(cache);
        assertThat(Files.readAllBytes(model)).isEqualTo(good);
        assertThat(files(model.getParent())).hasSize(2);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
