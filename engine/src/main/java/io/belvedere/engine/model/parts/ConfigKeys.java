package io.belvedere.engine.model.parts;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelMetadata;
import java.util.List;
import java.util.Optional;

/** Refuses what a model's files say and the engine computes otherwise, by file, key and value. */
public final class ConfigKeys {
    private ConfigKeys() {}

    /** What reads some of the numbers. */
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws FormatException;
    }

    /** Numbers whose keys begin alike: keys and file are named where they do not fit. */
    public static <T> T from(ModelMetadata keys, String prefix, Reading<T> numbers) throws FormatException {
        try {
            return numbers.read();
        } catch (IllegalArgumentException e) {
            throw new FormatException(
                    keys.file(prefix), "the numbers under " + prefix + "* do not fit: " + e.getMessage());
        }
    }

    /** @throws FormatException if the files ask for a variant of the architecture that would be computed wrongly */
    public static void only(ModelMetadata keys, String key, String... supported) throws FormatException {
        Optional<String> value = keys.optionalText(key);
        if (value.isPresent() && !List.of(supported).contains(value.get())) {
            throw unsupported(keys, key, value.get(), String.join(", ", supported));
        }
    }

    /** @throws FormatException if the flag is there and is not as the engine computes */
    public static void only(ModelMetadata keys, String key, boolean supported) throws FormatException {
        Optional<Boolean> value = keys.optionalFlag(key);
        if (value.isPresent() && value.get() != supported) {
            throw unsupported(keys, key, value.get().toString(), Boolean.toString(supported));
        }
    }

    /** The engine computes {@code key} in another way than the file asks for. */
    public static FormatException unsupported(ModelMetadata keys, String key, String found, String supported) {
        return new FormatException(keys.file(key), key + " is " + found + "; supported: " + supported);
    }
}
