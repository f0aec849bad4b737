package io.belvedere.engine.model;

import io.belvedere.compute.Tensor;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.ModelFormat;
import io.belvedere.engine.format.ModelMetadata;
import java.util.List;
import java.util.stream.Collectors;

/** Files that no family claims: says what they hold, and what would have to be there. */
record Unclaimed(ModelFiles files) {
    private static final String ARCHITECTURE = "general.architecture";

    FormatException refusal(List<ModelFamily> families) throws FormatException {
        String supported = "supported: "
                + families.stream()
                        .map(family -> family.name() + " (" + family.keys() + ")")
                        .collect(Collectors.joining(", "));
        ModelMetadata text = files.metadata();
        if (text.format() == ModelFormat.SAFETENSORS) {
            return new FormatException(text.file("config"), found(text, "config.model_type") + "; " + supported);
        }
        String found = found(text, ARCHITECTURE);
        if (text.optionalText(ARCHITECTURE).filter("clip"::equals).isPresent()) {
            return new FormatException(
                    text.source(),
                    found + " and " + projectorType(text)
                            + ": this is the picture encoder (mmproj) of a model; give the text model's file with --model, and this"
                            + " one, where it does not lie beside that, with --mmproj; " + supported);
        }
        if (files.projector().isPresent()) {
            ModelMetadata projector = files.projector().get();
            return new FormatException(
                    projector.source(),
                    projectorType(projector) + " in this picture encoder, and " + found + " in the text model "
                            + text.source()
                            + ": these two make no model that is supported; if the encoder belongs to another model, give the right one"
                            + " with --mmproj or move this one elsewhere; " + supported);
        }
        if (hasPictureEncoderInside()) {
            return new FormatException(
                    text.source(),
                    found
                            + " with text model and picture encoder in one file, as Ollama stores them, which is not read; take the model"
                            + " as two GGUF files, text model and mmproj, as llama.cpp makes them; " + supported);
        }
        return new FormatException(text.source(), found + "; " + supported);
    }

    private static String found(ModelMetadata metadata, String key) throws FormatException {
        String name = metadata.optionalText("general.name")
                .map(told -> " (" + told + ")")
                .orElse("");
        return key + " is " + metadata.optionalText(key).orElse("missing") + name;
    }

    private static String projectorType(ModelMetadata projector) throws FormatException {
        String older = "clip.vision.projector_type";
        return found(projector, projector.has(older) ? older : "clip.projector_type");
    }

    private boolean hasPictureEncoderInside() {
        return files.tensors().stream().map(Tensor::name).anyMatch(name -> name.startsWith("v."));
    }
}
