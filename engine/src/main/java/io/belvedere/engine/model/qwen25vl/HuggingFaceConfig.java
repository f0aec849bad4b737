package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelMetadata;
import io.belvedere.engine.model.parts.ConfigKeys;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a Hugging Face folder's {@code config.json}, as published or as transformers 4 or 5 saves it again. */
final class HuggingFaceConfig {
    private static final String VISION = "config.vision_config.";

    private HuggingFaceConfig() {}

    static Qwen25VlConfig read(ModelMetadata keys) throws FormatException {
        // published checkpoints hold the text model's numbers at the top; re-saved ones in an object of their own, and
        // then nothing at the top counts
        String prefix = keys.hasAny("config.text_config.") ? "config.text_config." : "config.";
        TextConfig text = ConfigKeys.from(keys, prefix, () -> text(keys, prefix));
        VisionConfig vision = ConfigKeys.from(keys, VISION, () -> vision(keys));
        PictureConfig pictures = new HuggingFacePictures(keys, vision).read();
        return new Qwen25VlConfig(text, Optional.of(vision), pictures);
    }

    private static TextConfig text(ModelMetadata keys, String text) throws FormatException {
        // the older object goes first where there are both
        String rope = keys.hasAny(text + "rope_scaling.") ? "rope_scaling." : "rope_parameters.";
        double theta = keys.has(text + rope + "rope_theta")
                ? keys.real(text + rope + "rope_theta")
                : keys.real(text + "rope_theta");
        ConfigKeys.only(keys, text + rope + "type", "mrope", "default");
        ConfigKeys.only(keys, text + rope + "rope_type", "mrope", "default");
        ConfigKeys.only(keys, text + "hidden_act", "silu");
        ConfigKeys.only(keys, text + "use_sliding_window", false);
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
        ConfigKeys.only(keys, VISION + "hidden_act", "silu");
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
}
