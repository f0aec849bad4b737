package io.belvedere.engine.format;

/** How a model's files are written. */
public enum ModelFormat {
    /** One file, or a sharded set, that holds weights, metadata and tokenizer. */
    GGUF,
    /** A Hugging Face folder: safetensors with JSON files beside them. */
    SAFETENSORS
}
