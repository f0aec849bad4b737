package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.StoredBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private final byte[] content = new byte[10_000];

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void write() throws IOException {
        new Random(3).nextBytes(content);
        path = Files.write(folder.resolve("weights"), content);
    }

    @Test
    void aMappedFileIsCopiedAsItIsRead() throws IOException {
        try (Mappings mappings = new Mappings();
                Arena arena = Arena.ofConfined()) {
            StoredBytes part = mappings.map(path).slice(1000, 5000);
            MemorySegment copy = arena.allocate(4000);
            part.copy(17, copy);
            assertThat(copy.mismatch(part.bytes().asSlice(17, 4000))).isEqualTo(-1);
            assertThat(copy.mismatch(MemorySegment.ofArray(content).asSlice(1017, 4000)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void aFileThatHasBecomeShorterIsNamed() throws IOException {
        try (Mappings mappings = new Mappings();
                Arena arena = Arena.ofConfined()) {
            StoredBytes stored = mappings.map(path);
            try (FileChannel writing = FileChannel.open(path, StandardOpenOption.WRITE)) {
                writing.truncate(5000);
            }
            assertThatThrownBy(() -> stored.copy(4000, arena.allocate(2000)))
                    .isInstanceOf(UncheckedIOException.class)
                    .cause()
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("ends at byte 5000 now, before byte 6000");
        }
    }
}
