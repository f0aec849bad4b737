package io.belvedere.engine.model;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelMetadata;
import java.util.List;

/** Refuses safetensors whose weights a quantisation method has packed in its own way: AWQ, GPTQ, FP8 and the like. */
final class QuantizedFolder {
    private static final List<String> PLACES = List.of(
            "config.quantization_config.",
            "config.text_config.quantization_config.",
            "config.compression_config.",
            "config.text_config.compression_config.");

    private QuantizedFolder() {}

    /** @throws FormatException that names the method, if the configuration tells of one */
    static void refuse(ModelMetadata metadata) throws FormatException {
        for (String place : PLACES) {
            if (metadata.hasAny(place)) {
                String method = metadata.optionalText(place + "quant_method").orElse("not named");
                throw new FormatException(
                        metadata.file(place),
                        place + "quant_method is " + method
                                + ": weights that this method has quantised are not read; supported: safetensors in F32, F16 or BF16, and"
                                + " GGUF with its mmproj, quantised or not; take the same model as one of these");
            }
        }
    }
}
