package io.belvedere.engine.text;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.ModelFormat;
import io.belvedere.engine.format.ModelMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokens of a byte-level BPE tokenizer: what bytes each id stands for, which pairs merge, and the added tokens.
 *
 * <p>Immutable. A vocabulary of 152,000 tokens takes about 6 MB.
 */
public final class Vocabulary implements TokenTable {
    private static final String TOKENIZER_JSON = "tokenizer.json";

    private static final byte ABSENT = 0;
    private static final byte PIECE = 1;
    private static final byte ADDED = 2;
    private static final byte SPECIAL = 3;

    /**
     * All pieces one after the other: token id has the bytes from starts[id] (inclusive) to starts[id + 1] (exclusive).
     */
    private final byte[] bytes;

    private final int[] starts;
    private final byte[] kinds;
    private final int[] byteTokens;
    private final MergeTable merges;
    private final List<AddedToken> addedTokens;
    private final Map<String, Integer> addedIds = new HashMap<>();

    Vocabulary(byte[][] pieces, int[] byteTokens, MergeTable merges, List<AddedToken> addedTokens) {
        this.byteTokens = byteTokens;
        this.merges = merges;
        this.addedTokens = List.copyOf(addedTokens);
        this.kinds = new byte[pieces.length];
        this.starts = new int[pieces.length + 1];
        for (int id = 0; id < pieces.length; id++) {
            kinds[id] = pieces[id] == null ? ABSENT : PIECE;
            starts[id + 1] = Math.addExact(starts[id], pieces[id] == null ? 0 : pieces[id].length);
        }
        this.bytes = new byte[starts[pieces.length]];
        for (int id = 0; id < pieces.length; id++) {
            if (kinds[id] == PIECE) {
                System.arraycopy(pieces[id], 0, bytes, starts[id], pieces[id].length);
            }
        }
        for (AddedToken token : addedTokens) {
            kinds[token.id()] = token.special() ? SPECIAL : ADDED;
            addedIds.put(token.content(), token.id());
        }
    }

    /**
     * The vocabulary that comes with a model: {@code tokenizer.json} of a folder, or the tokenizer keys of a GGUF file.
     *
     * @param words how the family cuts text into words
     * @throws FormatException if it is missing, broken, or of another kind than byte-level BPE with these words
     */
    public static Vocabulary of(ModelFiles files, WordPattern words) throws IOException {
        boolean gguf = files.metadata().format() == ModelFormat.GGUF;
        Path source = files.metadata().source();
        try {
            if (gguf) {
                return ofGguf(files.metadata(), words);
            }
            byte[] json = files.document(TOKENIZER_JSON)
                    .orElseThrow(() -> new FormatException(
                            source,
                            "has no " + TOKENIZER_JSON + "; copy it from the model that this one was made from"));
            return TokenizerJson.read(json, words);
        } catch (IllegalArgumentException e) {
            throw new FormatException(
                    gguf ? source : source.resolve(TOKENIZER_JSON), "the tokenizer: " + e.getMessage());
        }
    }

    private static Vocabulary ofGguf(ModelMetadata metadata, WordPattern words) throws IOException {
        String model = metadata.text("tokenizer.ggml.model");
        String found = metadata.text("tokenizer.ggml.pre");
        if (!model.equals("gpt2") || !found.equals(words.ggufName())) {
            throw new IllegalArgumentException("tokenizer.ggml.model is " + model + " and tokenizer.ggml.pre is "
                    + found + "; supported are gpt2 and " + words.ggufName());
        }
        return ofGguf(
                metadata.texts("tokenizer.ggml.tokens"),
                metadata.integers("tokenizer.ggml.token_type"),
                metadata.texts("tokenizer.ggml.merges"));
    }

    /**
     * From the arrays of a GGUF file's {@code tokenizer.ggml.*} keys.
     *
     * @param tokens the piece of each id, in the byte alphabet; an added token as its literal text
     * @param types of each id: 1 piece, 3 special added token, 4 other added token, 5 unused
     * @param merges {@code "left right"}, the first goes first
     * @throws IllegalArgumentException if the arrays don't make a byte-level BPE vocabulary
     */
    public static Vocabulary ofGguf(List<String> tokens, int[] types, List<String> merges) {
        if (tokens.size() != types.length) {
            throw new IllegalArgumentException(tokens.size() + " tokens but " + types.length + " token types");
        }
        VocabularyBuilder builder = new VocabularyBuilder();
        for (int id = 0; id < types.length; id++) {
            switch (types[id]) {
                case 1 -> builder.piece(id, tokens.get(id));
                case 3 -> builder.added(new AddedToken(id, tokens.get(id), true));
                case 4 -> builder.added(new AddedToken(id, tokens.get(id), false));
                case 5 -> builder.unused(id);
                default ->
                    throw new IllegalArgumentException("token " + id + " has type " + types[id]
                            + "; a byte-level BPE vocabulary has types 1, 3, 4 and 5");
            }
        }
        merges.forEach(builder::merge);
        return builder.build();
    }

    @Override
    public int size() {
        return kinds.length;
    }

    @Override
    public byte[] bytes(int id) {
        return isInside(id) ? Arrays.copyOfRange(bytes, starts[id], starts[id + 1]) : new byte[0];
    }

    @Override
    public int longestToken() {
        int longest = 0;
        for (int id = 0; id < size(); id++) {
            longest = Math.max(longest, starts[id + 1] - starts[id]);
        }
        return longest;
    }

    @Override
    public boolean isSpecial(int id) {
        return isInside(id) && kinds[id] == SPECIAL;
    }

    /** Whether the token is made by merges from bytes; false for added, unused and outside ids. */
    public boolean isPiece(int id) {
        return isInside(id) && kinds[id] == PIECE;
    }

    public List<AddedToken> addedTokens() {
        return addedTokens;
    }

    /** Id of the added token with this text. */
    public OptionalInt added(String content) {
        Integer id = addedIds.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Id of the piece that is the single byte {@code b} (0 to 255): every vocabulary has all of them. */
    int byteToken(int b) {
        return byteTokens[b];
    }

    MergeTable merges() {
        return merges;
    }

    private boolean isInside(int id) {
        return id >= 0 && id < kinds.length;
    }
}
