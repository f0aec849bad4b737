package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.ModelMetadata;
import io.belvedere.engine.model.parts.ConfigKeys;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the configuration from the keys of a GGUF text model and its mmproj. */
final class GgufConfig {
    private static final String TEXT = "qwen2vl.";
    private static final String VISION = "clip.vision.";

    private GgufConfig() {}

    static Qwen25VlConfig read(ModelFiles files) throws FormatException {
        ModelMetadata keys = files.metadata();
        TextConfig text = ConfigKeys.from(keys, TEXT, () -> text(keys));
        if (files.projector().isEmpty()) {
            return new Qwen25VlConfig(text, Optional.empty(), PictureConfig.PUBLISHED);
        }
        ModelMetadata projector = files.projector().get();
        VisionConfig vision = ConfigKeys.from(projector, VISION, () -> vision(projector));
        PictureConfig pictures = ConfigKeys.from(projector, VISION, () -> pictures(projector));
        return new Qwen25VlConfig(text, Optional.of(vision), pictures);
    }

    private static TextConfig text(ModelMetadata keys) throws FormatException {
        ConfigKeys.only(keys, TEXT + "rope.scaling.type", "none");
        int hidden = keys.integer(TEXT + "embedding_length");
        int heads = keys.integer(TEXT + "attention.head_count");
        int headDim = keys.optionalInteger(TEXT + "attention.key_length").orElse(hidden / Math.max(heads, 1));
        int[] sections = keys.integers(TEXT + "rope.dimension_sections");
        return new TextConfig(
                keys.integer(TEXT + "context_length"),
                keys.integer(TEXT + "block_count"),
                hidden,
                heads,
                keys.integer(TEXT + "attention.head_count_kv"),
                headDim,
                (float) keys.real(TEXT + "attention.layer_norm_rms_epsilon"),
                keys.real(TEXT + "rope.freq_base"),
                Arrays.copyOf(sections, Math.min(sections.length, 3)));
    }

    private static VisionConfig vision(ModelMetadata keys) throws FormatException {
        int depth = keys.integer(VISION + "block_count");
        int pattern = keys.integer(VISION + "n_wa_pattern");
        Set<Integer> full = IntStream.range(0, Math.min(depth, VisionConfig.MOST_BLOCKS)) // more are refused
                .filter(block -> pattern > 0 && (block + 1) % pattern == 0)
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
        return new VisionConfig(
                depth,
                keys.integer(VISION + "embedding_length"),
                keys.integer(VISION + "attention.head_count"),
                keys.integer(VISION + "patch_size"),
                keys.optionalInteger(VISION + "spatial_merge_size").orElse(2),
                keys.optionalInteger(VISION + "window_size").orElse(112),
                full);
    }

    private static PictureConfig pictures(ModelMetadata keys) throws FormatException {
        PictureConfig published = PictureConfig.PUBLISHED;
        return new PictureConfig(
                keys.optionalInteger(VISION + "image_min_pixels").orElse((int) published.minPixels()),
                keys.optionalInteger(VISION + "image_max_pixels").orElse((int) published.maxPixels()),
                PictureConfig.floats(keys.reals(VISION + "image_mean")),
                PictureConfig.floats(keys.reals(VISION + "image_std")));
    }
}
