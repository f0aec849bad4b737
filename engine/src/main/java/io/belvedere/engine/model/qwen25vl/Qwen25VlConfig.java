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

    /** What reads some of the numbers. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws FormatException;
    }

    /** @throws FormatException if a number is missing or out of bounds, or some contradict each other */
    static Qwen25VlConfig of(ModelFiles files) throws FormatException {
        return files.metadata().format() == ModelFormat.GGUF
                ? GgufConfig.read(files)
                : HuggingFaceConfig.read(files.metadata());
    }

    /** Numbers whose keys begin alike: keys and file are named where they do not fit. */
    static <T> T from(ModelMetadata keys, String prefix, Reading<T> numbers) throws FormatException {
        try {
            return numbers.read();
        } catch (IllegalArgumentException e) {
            throw new FormatException(
                    keys.file(prefix), "the numbers under " + prefix + "* do not fit: " + e.getMessage());
        }
    }

    /** @throws FormatException if the files ask for a variant of the architecture that would be computed wrongly */
    static void only(ModelMetadata keys, String key, String... supported) throws FormatException {
        Optional<String> value = keys.optionalText(key);
        if (value.isPresent() && !List.of(supported).contains(value.get())) {
            throw unsupported(keys, key, value.get(), String.join(", ", supported));
        }
    }

    /** @throws FormatException if the flag is there and is not as the engine computes */
    static void only(ModelMetadata keys, String key, boolean supported) throws FormatException {
        Optional<Boolean> value = keys.optionalFlag(key);
        if (value.isPresent() && value.get() != supported) {
            throw unsupported(keys, key, value.get().toString(), Boolean.toString(supported));
        }
    }

    /** The engine computes {@code key} in another way than the file asks for. */
    static FormatException unsupported(ModelMetadata keys, String key, String found, String supported) {
        return new FormatException(keys.file(key), key + " is " + found + "; supported: " + supported);
    }
}
