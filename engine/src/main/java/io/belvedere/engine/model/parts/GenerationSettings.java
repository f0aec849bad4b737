package io.belvedere.engine.model.parts;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFormat;
import io.belvedere.engine.format.ModelMetadata;
import io.belvedere.engine.model.GenerationDefaults;
import io.belvedere.engine.text.Vocabulary;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads how a model wants its tokens chosen and which of them end an answer. A file that says nothing means what the
 * family's makers published.
 *
 * @param temperature of the published models
 * @param repetitionPenalty likewise
 * @param turnEnds added tokens that end an answer, whatever the files say, as far as the vocabulary has them
 */
public record GenerationSettings(double temperature, double repetitionPenalty, List<String> turnEnds) {
    /** What transformers assumes where {@code generation_config.json} is silent. */
    private static final int SILENT_TOP_K = 50;

    /** @throws FormatException if a setting is of the wrong type or out of its range */
    public GenerationDefaults read(ModelMetadata keys, Vocabulary vocabulary) throws FormatException {
        try {
            return settings(keys, vocabulary);
        } catch (IllegalArgumentException e) {
            throw new FormatException(keys.file("generation"), "the generation settings: " + e.getMessage());
        }
    }

    private GenerationDefaults settings(ModelMetadata keys, Vocabulary vocabulary) throws FormatException {
        Set<Integer> stops = new LinkedHashSet<>();
        for (String end : turnEnds) {
            vocabulary.added(end).ifPresent(stops::add);
        }
        if (keys.format() == ModelFormat.GGUF) {
            keys.optionalInteger("tokenizer.ggml.eos_token_id").ifPresent(stops::add);
            return fromGguf(keys, stops);
        }
        stops.addAll(huggingFaceStops(keys));
        return fromHuggingFace(keys, stops);
    }

    private GenerationDefaults fromGguf(ModelMetadata keys, Set<Integer> stops) throws FormatException {
        String sampling = "general.sampling.";
        boolean silent = !keys.hasAny(sampling);
        return new GenerationDefaults(
                keys.optionalReal(sampling + "temp").orElse(temperature),
                Math.max(0, keys.optionalInteger(sampling + "top_k").orElse(0)), // negative: no limit either
                keys.optionalReal(sampling + "top_p").orElse(1),
                keys.optionalReal(sampling + "min_p").orElse(0),
                keys.optionalReal(sampling + "penalty_repeat").orElse(silent ? repetitionPenalty : 1),
                stops);
    }

    private GenerationDefaults fromHuggingFace(ModelMetadata keys, Set<Integer> stops) throws FormatException {
        boolean silent = !keys.hasAny("generation.");
        boolean greedy = !keys.optionalFlag("generation.do_sample").orElse(silent);
        double told = keys.optionalReal("generation.temperature").orElse(silent ? temperature : 1);
        return new GenerationDefaults(
                greedy ? 0 : told,
                keys.optionalInteger("generation.top_k").orElse(silent ? 0 : SILENT_TOP_K),
                keys.optionalReal("generation.top_p").orElse(1),
                keys.optionalReal("generation.min_p").orElse(0),
                keys.optionalReal("generation.repetition_penalty").orElse(silent ? repetitionPenalty : 1),
                stops);
    }

    /**
     * Of {@code generation_config.json}; where that names none, of {@code config.json}, in which transformers 5 has it
     * with the text model's numbers.
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
