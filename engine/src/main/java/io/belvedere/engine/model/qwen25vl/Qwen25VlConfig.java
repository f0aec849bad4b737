package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.ModelFormat;
import java.util.Optional;

/**
 * What a model's files say about its numbers.
 *
 * @param vision empty if the files hold the text model alone
 * @param pictures how pixels become patches
 */
record Qwen25VlConfig(TextConfig text, Optional<VisionConfig> vision, PictureConfig pictures) {
    /** @throws FormatException if a number is missing or out of bounds, or some contradict each other */
    static Qwen25VlConfig of(ModelFiles files) throws FormatException {
        return files.metadata().format() == ModelFormat.GGUF
                ? GgufConfig.read(files)
                : HuggingFaceConfig.read(files.metadata());
    }
}
