package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.text.WordPattern;

/** Where the Qwen2 tokenizers cut a text into words. */
public final class Qwen2Words {
    /**
     * Each alternative is a run of one character class with at most one character before it, so matching is linear and
     * needs no stack, however long a run is.
     */
    public static final WordPattern PATTERN = new WordPattern(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            "qwen2");

    private Qwen2Words() {}
}
