package io.belvedere.engine.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the Qwen2 tokenizers cut a text into words before pairs are merged. Every character belongs to exactly one match.
 *
 * <p>Each alternative is a run of one character class with at most one character before it, so matching is linear and needs
 * no stack, however long a run is.
 */
final class WordPattern {
    /** As the model's own tokenizer file has it. */
    static final String SOURCE = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** Without the flag, {@code \s} would be ASCII alone. */
    private static final Pattern PATTERN = Pattern.compile(SOURCE, Pattern.UNICODE_CHARACTER_CLASS);

    private WordPattern() {}

    static Matcher matcher(CharSequence text) {
        return PATTERN.matcher(text);
    }
}
