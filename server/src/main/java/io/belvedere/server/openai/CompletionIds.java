package io.belvedere.server.openai;

import java.security.SecureRandom;
import java.util.function.Supplier;

/** Makes ids such as {@code chatcmpl-8fK3...}: 24 letters and digits. */
public final class CompletionIds implements Supplier<String> {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        StringBuilder id = new StringBuilder("chatcmpl-");
        random.ints(LENGTH, 0, ALPHABET.length()).forEach(index -> id.append(ALPHABET.charAt(index)));
        return id.toString();
    }
}
