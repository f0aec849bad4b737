package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.model.qwen25vl.Qwen2Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokenizer of a folder that has nothing else to speak of. */
class VocabularyFilesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeAnEmptyModel() throws IOException {
        byte[] header = "{}".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                folder.resolve("model.safetensors"),
                file.putLong(header.length).put(header).array());
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"any\"}");
    }

    @Test
    void aFolderWithoutTokenizerIsRefused() {
        assertThatThrownBy(this::read)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("has no tokenizer.json");
    }

    @Test
    void aBrokenTokenizerIsRefusedWithTheFact() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Unigram\"}}");
        assertThatThrownBy(this::read)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("model.type is \"Unigram\", which is not supported");
    }

    @Test
    void theTokenizerIsRead() throws IOException {
        Files.write(folder.resolve("tokenizer.json"), TokenizerJsonTest.FILE.getBytes(StandardCharsets.UTF_8));
        assertThat(read().size()).isEqualTo(259);
    }

    private Vocabulary read() throws IOException {
        try (ModelFiles files = ModelFiles.open(folder, null)) {
            return Vocabulary.of(files, Qwen2Words.PATTERN);
        }
    }
}
