package io.belvedere.engine.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Small vocabularies for tests: id b is byte b, then come the merges' products in order, then the added tokens. */
public final class ByteVocabulary {
    private ByteVocabulary() {}

    /** Merges as {@code "left right"} in plain text; those whose product is there already get no new id. */
    public static Vocabulary of(List<String> merges, AddedToken... added) {
        VocabularyBuilder builder = new VocabularyBuilder();
        List<String> pieces = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            builder.piece(b, String.valueOf(ByteAlphabet.character(b)));
        }
        for (String merge : merges) {
            String[] parts = merge.split(" ", -1);
            String product = inAlphabet(parts[0] + parts[1]);
            if (!pieces.contains(product)) {
                builder.piece(256 + pieces.size(), product);
                pieces.add(product);
            }
            builder.merge(inAlphabet(parts[0]) + " " + inAlphabet(parts[1]));
        }
        for (AddedToken token : added) {
            builder.added(token);
        }
        return builder.build();
    }

    static String inAlphabet(String text) {
        StringBuilder piece = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            piece.append(ByteAlphabet.character(b & 0xFF));
        }
        return piece.toString();
    }
}
