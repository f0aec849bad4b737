package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.ModelFormat;
import io.belvedere.engine.format.ModelMetadata;
import java.util.List;
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
        try {
            return files.metadata().format() == ModelFormat.GGUF
                    ? GgufConfig.read(files)
                    : HuggingFaceConfig.read(files.metadata());
        } catch (IllegalArgumentException e) {
            throw new FormatException(files.path(), "the model's numbers do not fit: " + e.getMessage());
        }
    }

    /** @throws FormatException if the files ask for a variant of the architecture that would be computed wrongly */
    static void only(ModelMetadata keys, String key, String... supported) throws FormatException {
        Optional<String> value = keys.optionalText(key);
        if (value.isPresent() && !List.of(supported).contains(value.get())) {
            throw new FormatException(
                    keys.source(), key + " is " + value.get() + "; supported: " + String.join(", ", supported));
        }
    }
}
