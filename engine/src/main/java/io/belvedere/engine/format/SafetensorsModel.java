package io.belvedere.engine.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens a Hugging Face folder: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json}
 * names.
 */
final class SafetensorsModel {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final Mappings mappings;
    private final FormatLimits limits;

    private SafetensorsModel(Path folder, Mappings mappings, FormatLimits limits) {
        this.folder = folder;
        this.mappings = mappings;
        this.limits = limits;
    }

    static boolean isIn(Path folder) throws FormatException {
        return ModelPath.exists(folder.resolve(SINGLE)) || ModelPath.exists(folder.resolve(INDEX));
    }

    /** Opens the model in a folder. */
    static ModelContent open(Path folder, Mappings mappings, FormatLimits limits) throws IOException {
        SafetensorsModel model = new SafetensorsModel(folder, mappings, limits);
        if (ModelPath.exists(folder.resolve(SINGLE))) {
            return model.content(List.of(model.part(folder.resolve(SINGLE))));
        }
        return model.content(model.shards());
    }

    /** Opens the model that a safetensors file is, or is a shard of. */
    static ModelContent openFile(Path file, Mappings mappings, FormatLimits limits) throws IOException {
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        SafetensorsModel model = new SafetensorsModel(folder, mappings, limits);
        boolean single = file.endsWith(SINGLE) || !ModelPath.exists(folder.resolve(INDEX));
        return model.content(single ? List.of(model.part(file)) : model.shards());
    }

    private ModelContent content(List<ModelContent.Part> parts) throws IOException {
        ModelMetadata metadata = JsonMetadata.read(folder, limits);
        return new ModelContent(metadata, Optional.empty(), parts, Optional.of(folder));
    }

    private ModelContent.Part part(Path file) throws IOException {
        FileTensors stored = SafetensorsReader.read(file, mappings.map(file), limits);
        return new ModelContent.Part(file, stored);
    }

    private List<ModelContent.Part> shards() throws IOException {
        Documents documents = new Documents(folder, limits);
        Map<String, String> files = index(documents);
        List<ModelContent.Part> parts = new ArrayList<>();
        for (String name : new LinkedHashSet<>(files.values())) {
            Path file = documents.resolve(name);
            if (!ModelPath.exists(file)) {
                throw new FormatException(
                        file,
                        "there is no such file, but " + INDEX + " places tensors there: get the missing file too");
            }
            ModelContent.Part part = part(file);
            Set<String> stored = part.content().names();
            for (Map.Entry<String, String> entry : files.entrySet()) {
                if (entry.getValue().equals(name) && !stored.contains(entry.getKey())) {
                    throw new FormatException(
                            part.file(),
                            "has no tensor " + entry.getKey() + ", which " + INDEX
                                    + " places there; get both files again, from one place");
                }
            }
            parts.add(part);
        }
        return parts;
    }

    /** The index: name of each tensor -> name of its file. */
    private Map<String, String> index(Documents documents) throws IOException {
        Path file = documents.resolve(INDEX);
        byte[] bytes = documents.read(INDEX).orElseThrow(() -> new FormatException(file, "there is no such file"));
        Map<String, String> files = new LinkedHashMap<>();
        try (StrictJson json = new StrictJson(file, 0, bytes, limits)) {
            json.document(property -> {
                if (property.equals("weight_map")) {
                    json.object(property, tensor -> files.put(tensor, json.text(tensor)));
                } else {
                    json.skip();
                }
            });
        }
        if (files.isEmpty() || files.size() > limits.tensors()) {
            throw new FormatException(
                    file, "weight_map has " + files.size() + " tensors; it must have 1 to " + limits.tensors());
        }
        return files;
    }
}
