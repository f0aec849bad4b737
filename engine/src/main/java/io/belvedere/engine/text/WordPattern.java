package io.belvedere.engine.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a family's tokenizers cut a text into words before pairs are merged. Every character has to belong to exactly
 * one match.
 */
public final class WordPattern {
    private final String source;
    private final String ggufName;
    private final Pattern pattern;

    /**
     * @param source as {@code tokenizer.json} has it, under {@code pre_tokenizer}
     * @param ggufName by which GGUF files know it, under {@code tokenizer.ggml.pre}
     */
    public WordPattern(String source, String ggufName) {
        this.source = source;
        this.ggufName = ggufName;
        this.pattern = Pattern.compile(source, Pattern.UNICODE_CHARACTER_CLASS); // without it \s would be ASCII alone
    }

    String source() {
        return source;
    }

    String ggufName() {
        return ggufName;
    }

    Matcher matcher(CharSequence text) {
        return pattern.matcher(text);
    }
}
