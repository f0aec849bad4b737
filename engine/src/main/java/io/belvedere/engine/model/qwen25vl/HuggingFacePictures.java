package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelMetadata;
import io.belvedere.engine.model.parts.ConfigKeys;

/**
 * Reads how pictures are prepared from a Hugging Face folder, as transformers 5 resolves it: the object {@code
 * image_processor} of {@code processor_config.json} counts alone where there is one; else {@code
 * preprocessor_config.json} does. What that does not name is as in the reference's class. Steps that would be done in
 * another way than here are refused, and so is a folder that has neither.
 */
final class HuggingFacePictures {
    private static final String PROCESSOR = "processor.image_processor";
    private static final String NESTED = PROCESSOR + ".";
    private static final String FILE = "preprocessor.";

    /** Names of the one processor over the releases; they differ in what resizes: torchvision or Pillow. */
    private static final String[] TYPES = {
        "Qwen2VLImageProcessor",
        "Qwen2VLImageProcessorFast",
        "Qwen2VLImageProcessorPil",
        "Qwen2_5_VLImageProcessor",
        "Qwen2_5_VLImageProcessorFast"
    };

    private static final long SILENT_MIN_PIXELS = 56 * 56;
    private static final long SILENT_MAX_PIXELS = 1280 * 28 * 28;
    private static final int SILENT_PATCH = 14;
    private static final int SILENT_MERGE = 2;

    /** Frames that a still picture is repeated for, and Pillow's number of the bicubic filter. */
    private static final int FRAMES = 2;

    private static final int BICUBIC = 3;
    private static final double RESCALING = 1 / 255.0;

    private final ModelMetadata keys;
    private final VisionConfig vision;
    private final String from;

    /** @param vision what the picture's patches must fit */
    HuggingFacePictures(ModelMetadata keys, VisionConfig vision) {
        this.keys = keys;
        this.vision = vision;
        this.from = keys.hasAny(NESTED) ? NESTED : FILE;
    }

    /** @throws FormatException if the folder doesn't say, or asks for other steps than the engine's */
    PictureConfig read() throws FormatException {
        if (keys.has(PROCESSOR)) {
            throw ConfigKeys.unsupported(
                    keys,
                    PROCESSOR,
                    "without settings",
                    "an object with them, or none beside a preprocessor_config.json");
        }
        if (!keys.hasAny(from)) {
            throw new FormatException(
                    keys.source(),
                    "does not say how pictures are prepared: it has neither a processor_config.json with an image_processor nor a"
                            + " preprocessor_config.json; copy that file from the model that this one was made from");
        }
        checkSteps();
        return ConfigKeys.from(
                keys,
                from,
                () -> new PictureConfig(
                        pixels("min_pixels", "shortest_edge", SILENT_MIN_PIXELS),
                        pixels("max_pixels", "longest_edge", SILENT_MAX_PIXELS),
                        colours("image_mean", PictureConfig.PUBLISHED.mean()),
                        colours("image_std", PictureConfig.PUBLISHED.deviation())));
    }

    private void checkSteps() throws FormatException {
        ConfigKeys.only(keys, from + "image_processor_type", TYPES);
        for (String step : new String[] {"do_resize", "do_rescale", "do_normalize"}) {
            ConfigKeys.only(keys, from + step, true);
        }
        only("resample", BICUBIC, BICUBIC);
        only("temporal_patch_size", FRAMES, FRAMES);
        only("patch_size", SILENT_PATCH, vision.patchSize());
        only("merge_size", SILENT_MERGE, vision.mergeSize());
        double rescaling = keys.optionalReal(from + "rescale_factor").orElse(RESCALING);
        if (!(Math.abs(rescaling - RESCALING) < 1e-9)) {
            throw ConfigKeys.unsupported(
                    keys, from + "rescale_factor", Double.toString(rescaling), RESCALING + " (1/255)");
        }
    }

    private void only(String key, int silent, int supported) throws FormatException {
        int value = keys.optionalInteger(from + key).orElse(silent);
        if (value != supported) {
            throw ConfigKeys.unsupported(keys, from + key, Integer.toString(value), supported + " with this model");
        }
    }

    /** A limit under its own name, which goes first, or as an edge of {@code size}, which must have both edges. */
    private long pixels(String name, String edge, long silent) throws FormatException {
        if (keys.has(from + name)) {
            return keys.integer(from + name);
        }
        boolean sized = keys.has(from + "size") || keys.hasAny(from + "size.");
        return sized ? keys.integer(from + "size." + edge) : silent;
    }

    private float[] colours(String key, float[] silent) throws FormatException {
        return keys.has(from + key) ? PictureConfig.floats(keys.reals(from + key)) : silent;
    }
}
