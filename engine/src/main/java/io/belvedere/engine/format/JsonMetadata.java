package io.belvedere.engine.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Flattens the JSON files of a Hugging Face folder into metadata, as {@link ModelMetadata} says. */
final class JsonMetadata {
    private static final List<String> FILES = List.of(
            "config.json",
            "preprocessor_config.json",
            "video_preprocessor_config.json",
            "processor_config.json",
            "generation_config.json",
            "tokenizer_config.json");

    private static final int KEY_CHARACTERS_AT_MOST = 1024;

    private record Values(List<MetadataValue> values) implements MetadataValue.Items {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public List<MetadataValue> first(int count) {
            return values.subList(0, count);
        }
    }

    private final FormatLimits limits;
    private final SequencedMap<String, MetadataValue> values = new LinkedHashMap<>();

    private JsonMetadata(FormatLimits limits) {
        this.limits = limits;
    }

    /** Reads those files of the folder that are there; config.json must be. */
    static ModelMetadata read(Path folder, FormatLimits limits) throws IOException {
        JsonMetadata metadata = new JsonMetadata(limits);
        Documents documents = new Documents(folder, limits);
        Map<String, Path> origins = new LinkedHashMap<>();
        for (String name : FILES) {
            Path file = documents.resolve(name);
            String prefix = name.replace(".json", "").replace("_config", "");
            origins.put(prefix, file);
            Optional<byte[]> json = documents.read(name);
            if (json.isPresent()) {
                metadata.add(prefix, file, json.get());
            }
        }
        if (metadata.values.keySet().stream().noneMatch(key -> key.startsWith("config."))) {
            throw new FormatException(folder, "has no config.json that says what the model is");
        }
        return new ModelMetadata(ModelFormat.SAFETENSORS, folder, origins, metadata.values);
    }

    /** The metadata of a single file. */
    static ModelMetadata of(String prefix, Path file, byte[] json, FormatLimits limits) throws FormatException {
        JsonMetadata metadata = new JsonMetadata(limits);
        metadata.add(prefix, file, json);
        return new ModelMetadata(ModelFormat.SAFETENSORS, file, Map.of(), metadata.values);
    }

    private void add(String prefix, Path file, byte[] bytes) throws FormatException {
        try (StrictJson json = new StrictJson(file, 0, bytes, limits)) {
            json.document(name -> value(json, prefix + "." + name));
        }
    }

    private void value(StrictJson json, String key) throws FormatException {
        switch (json.token()) {
            case START_OBJECT -> object(json, key);
            case START_ARRAY -> list(json, key);
            case VALUE_NULL -> {}
            default -> put(json, key, json.scalar());
        }
    }

    private void object(StrictJson json, String key) throws FormatException {
        int before = values.size();
        json.object(key, name -> value(json, key + "." + name));
        if (values.size() == before) {
            put(json, key, new Values(List.of()));
        }
    }

    private void list(StrictJson json, String key) throws FormatException {
        List<@Nullable MetadataValue> elements = new ArrayList<>();
        while (json.next() != JsonToken.END_ARRAY) {
            switch (json.token()) {
                case START_OBJECT, START_ARRAY, VALUE_NULL -> {
                    value(json, key + "." + elements.size());
                    elements.add(null);
                }
                default -> elements.add(json.scalar());
            }
        }
        List<MetadataValue> plain = new ArrayList<>();
        for (MetadataValue element : elements) {
            if (element != null) {
                plain.add(element);
            }
        }
        if (plain.size() == elements.size()) {
            put(json, key, new Values(List.copyOf(plain)));
            return;
        }
        for (int i = 0; i < elements.size(); i++) {
            MetadataValue element = elements.get(i);
            if (element != null) {
                put(json, key + "." + i, element);
            }
        }
    }

    private void put(StrictJson json, String key, MetadataValue value) throws FormatException {
        if (key.length() > KEY_CHARACTERS_AT_MOST) {
            throw json.problem(
                    "a key has " + key.length() + " characters; the limit is " + KEY_CHARACTERS_AT_MOST + ": " + key);
        }
        if (values.size() == limits.keys()) {
            throw json.problem("there are more than " + limits.keys() + " keys");
        }
        if (values.putIfAbsent(key, value) != null) {
            throw json.problem("key " + key + " is there twice");
        }
    }
}
