package io.belvedere.engine.text;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds added tokens in trusted text: the leftmost, of those that begin there the longest. */
final class AddedTokenMatcher {
    private final List<AddedToken> longestFirst;
    private final BitSet firstCharacters = new BitSet();

    AddedTokenMatcher(List<AddedToken> tokens) {
        longestFirst = tokens.stream()
                .sorted(Comparator.comparingInt(
                                (AddedToken token) -> token.content().length())
                        .reversed())
                .toList();
        tokens.forEach(token -> firstCharacters.set(token.content().charAt(0)));
    }

    /** The token that begins exactly at {@code index}. */
    @Nullable
    AddedToken at(String text, int index) {
        if (firstCharacters.get(text.charAt(index))) {
            for (AddedToken token : longestFirst) {
                if (text.startsWith(token.content(), index)) {
                    return token;
                }
            }
        }
        return null;
    }
}
