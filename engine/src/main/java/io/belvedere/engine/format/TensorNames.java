package io.belvedere.engine.format;

/** The two ways in which Hugging Face checkpoints of vision-language models name their tensors, made one. */
final class TensorNames {
    private static final String VISUAL = "visual.";
    private static final String MODEL = "model.";
    private static final String LANGUAGE_MODEL = "model.language_model.";
    private static final String MODEL_VISUAL = "model.visual.";

    private TensorNames() {}

    /**
     * The newer name: published checkpoints say {@code visual.*} and {@code model.*}, those saved again by newer releases of transformers
     * {@code model.visual.*} and {@code model.language_model.*}. Other names stay.
     */
    static String canonical(String name) {
        if (name.startsWith(VISUAL)) {
            return MODEL + name;
        }
        boolean older = name.startsWith(MODEL) && !name.startsWith(LANGUAGE_MODEL) && !name.startsWith(MODEL_VISUAL);
        return older ? LANGUAGE_MODEL + name.substring(MODEL.length()) : name;
    }
}
