package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelMetadata;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the configuration from a Hugging Face folder's {@code config.json} and {@code preprocessor_config.json}. */
final class HuggingFaceConfig {
    private static final String VISION = "config.vision_config.";

    private HuggingFaceConfig() {}

    static Qwen25VlConfig read(ModelMetadata keys) throws FormatException {
        return new Qwen25VlConfig(text(keys), Optional.of(vision(keys)), pictures(keys));
    }

    private static TextConfig text(ModelMetadata keys) throws FormatException {
        // published checkpoints hold the text model's numbers at the top, re-saved ones in an object of their own
        String text = keys.has("config.text_config.hidden_size") ? "config.text_config." : "config.";
        String rope = keys.has(text + "rope_parameters.mrope_section") ? "rope_parameters." : "rope_scaling.";
        double theta = keys.has(text + rope + "rope_theta")
                ? keys.real(text + rope + "rope_theta")
                : keys.real(text + "rope_theta");
        Qwen25VlConfig.only(keys, text + rope + "type", "mrope", "default");
        Qwen25VlConfig.only(keys, text + rope + "rope_type", "mrope", "default");
        Qwen25VlConfig.only(keys, text + "hidden_act", "silu");
        if (keys.optionalFlag(text + "use_sliding_window").orElse(false)) {
            throw new FormatException(keys.source(), text + "use_sliding_window is true, which is not supported");
        }
        int hidden = keys.integer(text + "hidden_size");
        int heads = keys.integer(text + "num_attention_heads");
        return new TextConfig(
                keys.integer(text + "max_position_embeddings"),
                keys.integer(text + "num_hidden_layers"),
                hidden,
                heads,
                keys.integer(text + "num_key_value_heads"),
                hidden / Math.max(heads, 1),
                (float) keys.real(text + "rms_norm_eps"),
                theta,
                keys.integers(text + rope + "mrope_section"));
    }

    private static VisionConfig vision(ModelMetadata keys) throws FormatException {
        Qwen25VlConfig.only(keys, VISION + "hidden_act", "silu");
        // absent fields have the defaults of the reference's configuration class; absent full-attention blocks do not
        // mean none
        int[] full = keys.has(VISION + "fullatt_block_indexes")
                ? keys.integers(VISION + "fullatt_block_indexes")
                : new int[] {7, 15, 23, 31};
        Set<Integer> fullBlocks = Arrays.stream(full).boxed().collect(Collectors.toUnmodifiableSet());
        return new VisionConfig(
                keys.optionalInteger(VISION + "depth").orElse(32),
                keys.integer(VISION + "hidden_size"),
                keys.optionalInteger(VISION + "num_heads").orElse(16),
                keys.optionalInteger(VISION + "patch_size").orElse(14),
                keys.optionalInteger(VISION + "spatial_merge_size").orElse(2),
                keys.optionalInteger(VISION + "window_size").orElse(112),
                fullBlocks);
    }

    private static PictureConfig pictures(ModelMetadata keys) throws FormatException {
        PictureConfig published = PictureConfig.PUBLISHED;
        return new PictureConfig(
                pixelLimit(keys, "min_pixels", "size.shortest_edge", published.minPixels()),
                pixelLimit(keys, "max_pixels", "size.longest_edge", published.maxPixels()),
                colours(keys, "preprocessor.image_mean", published.mean()),
                colours(keys, "preprocessor.image_std", published.deviation()));
    }

    private static float[] colours(ModelMetadata keys, String key, float[] absent) throws FormatException {
        return keys.has(key) ? PictureConfig.floats(keys.reals(key)) : absent;
    }

    private static long pixelLimit(ModelMetadata keys, String name, String newName, long absent)
            throws FormatException {
        for (String key : new String[] {"preprocessor." + name, "preprocessor." + newName}) {
            if (keys.has(key)) {
                return keys.integer(key);
            }
        }
        return absent;
    }
}
