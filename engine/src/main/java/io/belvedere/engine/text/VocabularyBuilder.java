package io.belvedere.engine.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects pieces, added tokens and merges in any order, then checks that they fit together. */
final class VocabularyBuilder {
    /** Far above any published vocabulary; keeps a forged id from asking for gigabytes. */
    static final int MAX_TOKENS = 1 << 22;

    private final Map<String, Integer> ids = HashMap.newHashMap(1 << 17);
    private final List<String> merges = new ArrayList<>();
    private final List<AddedToken> addedTokens = new ArrayList<>();
    private byte[] @Nullable [] pieces = new byte[1 << 10][];
    private int size;

    /** A token that merges make; {@code text} is in the byte alphabet. */
    void piece(int id, String text) {
        byte[] bytes = ByteAlphabet.bytes(text);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("token " + id + " is an empty piece");
        }
        put(id, bytes);
        Integer other = ids.put(text, id);
        if (other != null) {
            throw new IllegalArgumentException(
                    "tokens " + other + " and " + id + " are the same piece \"" + text + "\"");
        }
    }

    /** An added token; it may repeat a piece of the same id and text, as some files list both. */
    void added(AddedToken token) {
        addedTokens.add(token);
    }

    /** An id that no text has. */
    void unused(int id) {
        reserve(id);
    }

    /** The next merge in order of rank, as {@code "left right"}. */
    void merge(String pair) {
        merges.add(pair);
    }

    Vocabulary build() {
        int[] byteTokens = new int[256];
        for (int b = 0; b < 256; b++) {
            byteTokens[b] = id(String.valueOf(ByteAlphabet.character(b)), "the piece of byte " + b);
        }
        int[] lefts = new int[merges.size()];
        int[] rights = new int[merges.size()];
        int[] products = new int[merges.size()];
        for (int rank = 0; rank < products.length; rank++) {
            String pair = merges.get(rank);
            int space = pair.indexOf(' ');
            if (space < 1 || space == pair.length() - 1) {
                throw new IllegalArgumentException("merge " + rank + " \"" + pair + "\" is not two pieces");
            }
            String left = pair.substring(0, space);
            String right = pair.substring(space + 1);
            lefts[rank] = id(left, "the left of merge " + rank);
            rights[rank] = id(right, "the right of merge " + rank);
            products[rank] = id(left + right, "the product of merge " + rank);
        }
        addedTokens.forEach(this::putAdded);
        addedTokens.sort(Comparator.comparingInt(AddedToken::id));
        return new Vocabulary(
                Arrays.copyOf(pieces, size), byteTokens, new MergeTable(lefts, rights, products), addedTokens);
    }

    private void putAdded(AddedToken token) {
        Integer piece = ids.remove(token.content());
        if (piece != null) {
            if (piece != token.id()) {
                throw new IllegalArgumentException(
                        "\"" + token.content() + "\" is both token " + piece + " and added token " + token.id());
            }
            pieces[piece] = null;
        }
        put(token.id(), token.content().getBytes(StandardCharsets.UTF_8));
    }

    private int id(String text, String what) {
        Integer id = ids.get(text);
        if (id == null) {
            throw new IllegalArgumentException(what + " is not in the vocabulary: \"" + text + "\"");
        }
        return id;
    }

    private void put(int id, byte[] bytes) {
        reserve(id);
        if (pieces[id] != null) {
            throw new IllegalArgumentException("token id " + id + " is given twice");
        }
        pieces[id] = bytes;
    }

    private void reserve(int id) {
        if (id < 0 || id >= MAX_TOKENS) {
            throw new IllegalArgumentException("token id " + id + " is outside 0 to " + (MAX_TOKENS - 1));
        }
        size = Math.max(size, id + 1);
        if (size > pieces.length) {
            pieces = Arrays.copyOf(pieces, Math.max(size, 2 * pieces.length));
        }
    }
}
