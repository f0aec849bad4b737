package io.belvedere.engine.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The keyed values that come with a model's weights.
 *
 * <p>A GGUF file's keys are taken as they are ({@code clip.vision.block_count}). A Hugging Face folder's JSON files are
 * flattened: the file's name without {@code .json} and {@code _config}, then the path with dots ({@code
 * config.text_config.hidden_size}, {@code preprocessor.min_pixels}, {@code generation.temperature}). Lists of plain
 * values stay lists; in other lists the index takes part in the path. A JSON null is as good as no value; an object
 * without values is an empty list.
 *
 * <p>A getter of a value that is missing (unless optional) or of another type throws a {@link FormatException} that
 * names file and key. Lists are read from the mapped file when asked for, so they can be had only while the
 * {@link ModelFiles} are open.
 */
public final class ModelMetadata {
    /**
     * Read from a list: as many as a vocabulary may have tokens. A list of bytes could hold a hundred times as many,
     * and each becomes an object.
     */
    private static final int VALUES_AT_MOST = 1 << 22;

    private final ModelFormat format;
    private final Path source;
    private final Map<String, Path> documents;
    private final SequencedMap<String, MetadataValue> values;

    /**
     * @param documents for each first element of a key the file that it comes from, if that is not {@code source}
     *     itself
     */
    ModelMetadata(
            ModelFormat format, Path source, Map<String, Path> documents, SequencedMap<String, MetadataValue> values) {
        this.format = format;
        this.source = source;
        this.documents = Map.copyOf(documents);
        this.values = new LinkedHashMap<>(values);
    }

    public ModelFormat format() {
        return format;
    }

    /** The GGUF file or the folder. */
    public Path source() {
        return source;
    }

    /** All keys, in the file's order. */
    public SequencedSet<String> keys() {
        return Collections.unmodifiableSequencedSet(values.sequencedKeySet());
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Whether any key begins so: whether a document, or an object in one, says anything. */
    public boolean hasAny(String prefix) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }

    public int integer(String key) throws FormatException {
        return toInteger(key, required(key));
    }

    public OptionalInt optionalInteger(String key) throws FormatException {
        MetadataValue value = values.get(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(toInteger(key, value));
    }

    /** A number, whole or not. */
    public double real(String key) throws FormatException {
        return toReal(key, required(key));
    }

    public OptionalDouble optionalReal(String key) throws FormatException {
        MetadataValue value = values.get(key);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(toReal(key, value));
    }

    public String text(String key) throws FormatException {
        return toText(key, required(key));
    }

    public Optional<String> optionalText(String key) throws FormatException {
        MetadataValue value = values.get(key);
        return value == null ? Optional.empty() : Optional.of(toText(key, value));
    }

    public boolean flag(String key) throws FormatException {
        return toFlag(key, required(key));
    }

    public Optional<Boolean> optionalFlag(String key) throws FormatException {
        MetadataValue value = values.get(key);
        return value == null ? Optional.empty() : Optional.of(toFlag(key, value));
    }

    /** Whether there is a list under the key. */
    public boolean isList(String key) {
        return values.get(key) instanceof MetadataValue.Items;
    }

    /** Number of values in a list, without reading them. */
    public int size(String key) throws FormatException {
        return list(key).size();
    }

    /** A list of integers, as a new array. */
    public int[] integers(String key) throws FormatException {
        List<MetadataValue> list = items(key);
        int[] integers = new int[list.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = toInteger(key, list.get(i));
        }
        return integers;
    }

    /** A list of numbers, as a new array. */
    public double[] reals(String key) throws FormatException {
        List<MetadataValue> list = items(key);
        double[] reals = new double[list.size()];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = toReal(key, list.get(i));
        }
        return reals;
    }

    /** A list of texts, as a new list. */
    public List<String> texts(String key) throws FormatException {
        List<String> texts = new ArrayList<>();
        for (MetadataValue value : items(key)) {
            texts.add(toText(key, value));
        }
        return texts;
    }

    /** A list of flags, as a new array. */
    public boolean[] flags(String key) throws FormatException {
        List<MetadataValue> list = items(key);
        boolean[] flags = new boolean[list.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = toFlag(key, list.get(i));
        }
        return flags;
    }

    /** The value as stored; null if there is none. */
    @Nullable
    MetadataValue value(String key) {
        return values.get(key);
    }

    private List<MetadataValue> items(String key) throws FormatException {
        MetadataValue.Items items = list(key);
        if (items.size() > VALUES_AT_MOST) {
            throw new FormatException(
                    file(key), key + " is a list of " + items.size() + " values; the limit is " + VALUES_AT_MOST);
        }
        return items.first(items.size());
    }

    private MetadataValue.Items list(String key) throws FormatException {
        MetadataValue value = required(key);
        if (value instanceof MetadataValue.Items items) {
            return items;
        }
        throw mistyped(key, value, "a list");
    }

    private MetadataValue required(String key) throws FormatException {
        MetadataValue value = values.get(key);
        if (value == null) {
            throw new FormatException(file(key), "has no value for " + key);
        }
        return value;
    }

    private int toInteger(String key, MetadataValue value) throws FormatException {
        if (value instanceof MetadataValue.Whole whole && whole.value() == (int) whole.value()) {
            return (int) whole.value();
        }
        throw mistyped(key, value, "an integer of 32 bits");
    }

    private double toReal(String key, MetadataValue value) throws FormatException {
        return switch (value) {
            case MetadataValue.Real real -> real.value();
            case MetadataValue.Whole whole -> whole.value();
            default -> throw mistyped(key, value, "a number");
        };
    }

    private String toText(String key, MetadataValue value) throws FormatException {
        if (value instanceof MetadataValue.Text text) {
            return text.value();
        }
        throw mistyped(key, value, "a text");
    }

    private boolean toFlag(String key, MetadataValue value) throws FormatException {
        if (value instanceof MetadataValue.Flag flag) {
            return flag.value();
        }
        throw mistyped(key, value, "true or false");
    }

    private FormatException mistyped(String key, MetadataValue value, String needed) {
        return new FormatException(file(key), key + " is " + value.kind() + " where " + needed + " is needed");
    }

    /** The file that the key's value comes from, or would come from: for messages. */
    public Path file(String key) {
        int dot = key.indexOf('.');
        return documents.getOrDefault(dot < 0 ? key : key.substring(0, dot), source);
    }
}
