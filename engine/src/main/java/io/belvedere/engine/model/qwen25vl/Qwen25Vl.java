package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.ModelFormat;
import io.belvedere.engine.format.ModelMetadata;
import io.belvedere.engine.model.Beside;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.ModelFamily;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.model.parts.GenerationSettings;
import io.belvedere.engine.model.parts.TextDecoder;
import io.belvedere.engine.text.BytePairTokenizer;
import io.belvedere.engine.text.Vocabulary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Recognises and loads Qwen2.5-VL: as a GGUF pair, as a GGUF text model alone, or as a Hugging Face folder. */
public final class Qwen25Vl implements ModelFamily {
    /** As published with the instruction-tuned models. */
    static final GenerationSettings GENERATION =
            new GenerationSettings(1e-6, 1.05, List.of("<|im_end|>", "<|endoftext|>"));

    @Override
    public String name() {
        return "Qwen2.5-VL";
    }

    @Override
    public String keys() {
        return "in GGUF general.architecture qwen2vl, with an mmproj of clip.projector_type qwen2.5vl_merger; as safetensors"
                + " model_type qwen2_5_vl in config.json";
    }

    /** A GGUF text model does not tell Qwen2-VL and Qwen2.5-VL apart; its mmproj does. */
    @Override
    public boolean claims(ModelFiles files) {
        ModelMetadata metadata = files.metadata();
        if (metadata.format() == ModelFormat.SAFETENSORS) {
            return is(metadata, "config.model_type", "qwen2_5_vl");
        }
        Optional<ModelMetadata> projector = files.projector();
        return is(metadata, "general.architecture", "qwen2vl")
                && (projector.isEmpty()
                        || is(projector.get(), "clip.projector_type", "qwen2.5vl_merger")
                        || is(projector.get(), "clip.vision.projector_type", "qwen2.5vl_merger"));
    }

    private static boolean is(ModelMetadata metadata, String key, String value) {
        try {
            return metadata.optionalText(key).filter(value::equals).isPresent();
        } catch (FormatException e) {
            return false; // not even a text
        }
    }

    @Override
    public VisionLanguageModel load(ModelFiles files, Backend backend, LoadOptions options) throws IOException {
        Qwen25VlConfig config = Qwen25VlConfig.of(files);
        try (Beside<Vocabulary> vocabulary = new Beside<>(() -> vocabulary(files))) {
            return load(config, vocabulary, files, backend, options);
        }
    }

    private static VisionLanguageModel load(
            Qwen25VlConfig config, Beside<Vocabulary> read, ModelFiles files, Backend backend, LoadOptions options)
            throws IOException {
        Qwen25VlTensors tensors = Qwen25VlTensors.of(files, backend, options.progress());
        TextLoader text = new TextLoader(tensors, backend, config.text());
        TextDecoder decoder = text.load();
        long decodeBytes = text.decodeBytes();
        Vocabulary vocabulary = read.result();
        if (vocabulary.size() > decoder.embedding().rows()) {
            throw new FormatException(
                    files.path(),
                    "the tokenizer has " + vocabulary.size() + " tokens, the embedding rows for "
                            + decoder.embedding().rows());
        }
        Optional<VisionEncoder> encoder = Optional.empty();
        if (config.vision().isPresent()) {
            VisionLoader loader =
                    new VisionLoader(tensors, backend, config.vision().get());
            encoder = Optional.of(loader.load(config.text().hidden()));
        }
        return new Qwen25VlModel(
                config,
                new BytePairTokenizer(vocabulary, Qwen2Words.PATTERN),
                GENERATION.read(files.metadata(), vocabulary),
                decoder,
                decodeBytes,
                encoder,
                options);
    }

    /**
     * A mark that is missing would be spelled out, and one that is no control token could be forged by a user's text.
     */
    private static Vocabulary vocabulary(ModelFiles files) throws IOException {
        Vocabulary vocabulary = Vocabulary.of(files, Qwen2Words.PATTERN);
        for (String mark : Qwen25VlPrompt.MARKS) {
            OptionalInt id = vocabulary.added(mark);
            if (id.isEmpty() || !vocabulary.isSpecial(id.getAsInt())) {
                throw new FormatException(
                        files.path(),
                        "the tokenizer has no control token " + mark
                                + ", which prompts are made with; copy it from the model that this one was made from");
            }
        }
        return vocabulary;
    }
}
