package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFormat;
import io.belvedere.engine.format.ModelMetadata;
import io.belvedere.engine.model.GenerationDefaults;
import io.belvedere.engine.text.Vocabulary;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads how the model wants its tokens chosen and which of them end an answer. */
final class GenerationSettings {
    /** As published with the instruction-tuned models; a file that says nothing means these. */
    private static final double TEMPERATURE = 1e-6;

    private static final double REPETITION_PENALTY = 1.05;

    /** What transformers assumes where {@code generation_config.json} is silent. */
    private static final int SILENT_TOP_K = 50;

    private static final String[] TURN_ENDS = {"<|im_end|>", "<|endoftext|>"};

    private GenerationSettings() {}

    /** @throws FormatException if a setting is of the wrong type or out of its range */
    static GenerationDefaults read(ModelMetadata keys, Vocabulary vocabulary) throws FormatException {
        try {
            return settings(keys, vocabulary);
        } catch (IllegalArgumentException e) {
            throw new FormatException(keys.file("generation"), "the generation settings: " + e.getMessage());
        }
    }

    private static GenerationDefaults settings(ModelMetadata keys, Vocabulary vocabulary) throws FormatException {
        Set<Integer> stops = new LinkedHashSet<>();
        for (String end : TURN_ENDS) {
            vocabulary.added(end).ifPresent(stops::add);
        }
        if (keys.format() == ModelFormat.GGUF) {
            keys.optionalInteger("tokenizer.ggml.eos_token_id").ifPresent(stops::add);
            return fromGguf(keys, stops);
        }
        stops.addAll(huggingFaceStops(keys));
        return fromHuggingFace(keys, stops);
    }

    private static GenerationDefaults fromGguf(ModelMetadata keys, Set<Integer> stops) throws FormatException {
        String sampling = "general.sampling.";
        boolean silent = !keys.hasAny(sampling);
        return new GenerationDefaults(
                keys.optionalReal(sampling + "temp").orElse(TEMPERATURE),
                Math.max(0, keys.optionalInteger(sampling + "top_k").orElse(0)), // negative: no limit either
                keys.optionalReal(sampling + "top_p").orElse(1),
                keys.optionalReal(sampling + "min_p").orElse(0),
                keys.optionalReal(sampling + "penalty_repeat").orElse(silent ? REPETITION_PENALTY : 1),
                stops);
    }

    private static GenerationDefaults fromHuggingFace(ModelMetadata keys, Set<Integer> stops) throws FormatException {
        boolean silent = !keys.hasAny("generation.");
        boolean greedy = !keys.optionalFlag("generation.do_sample").orElse(silent);
        double temperature = keys.optionalReal("generation.temperature").orElse(silent ? TEMPERATURE : 1);
        return new GenerationDefaults(
                greedy ? 0 : temperature,
                keys.optionalInteger("generation.top_k").orElse(silent ? 0 : SILENT_TOP_K),
                keys.optionalReal("generation.top_p").orElse(1),
                keys.optionalReal("generation.min_p").orElse(0),
                keys.optionalReal("generation.repetition_penalty").orElse(silent ? REPETITION_PENALTY : 1),
                stops);
    }

    /**
     * Of {@code generation_config.json}; where that names none, of {@code config.json}, in which transformers 5 has it with
     * the text model's numbers.
     */
    private static Set<Integer> huggingFaceStops(ModelMetadata keys) throws FormatException {
        for (String file : new String[] {"generation.", "config.", "config.text_config."}) {
            if (keys.has(file + "eos_token_id")) {
                return numbers(keys, file + "eos_token_id");
            }
        }
        return Set.of();
    }

    /** {@code eos_token_id} is a number or a list of them. */
    private static Set<Integer> numbers(ModelMetadata keys, String key) throws FormatException {
        Set<Integer> numbers = new LinkedHashSet<>();
        if (keys.isList(key)) {
            Arrays.stream(keys.integers(key)).forEach(numbers::add);
        } else {
            numbers.add(keys.integer(key));
        }
        return numbers;
    }
}
