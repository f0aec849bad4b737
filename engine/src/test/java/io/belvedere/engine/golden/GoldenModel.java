package io.belvedere.engine.golden;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A model of the golden set.
 *
 * @param name its folder's name
 * @param config its config.json
 */
public record GoldenModel(Golden set, String name, JsonNode config) {
    /** {@code model_type}, such as {@code qwen2_5_vl}. */
    public String type() {
        return config.path("model_type").asString("");
    }

    /** The Hugging Face folder. */
    public Path folder() {
        return set.path(name);
    }

    /**
     * The text model files in GGUF whose names end so ({@code -f32.gguf}, {@code .gguf}), without the picture encoders.
     */
    public List<Path> ggufs(String suffix) {
        return set.entries(name + "/gguf", suffix).stream()
                .filter(file -> !file.contains("mmproj"))
                .map(set::path)
                .toList();
    }

    public List<GoldenCase> cases() {
        return set.entries("model/" + name, ".json").stream()
                .map(file -> new GoldenCase(this, file.substring(0, file.length() - ".json".length()), set.json(file)))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
