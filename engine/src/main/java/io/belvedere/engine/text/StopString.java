package io.belvedere.engine.text;

/**
 * Follows a text code point by code point and tells where a stop string may have begun (Knuth, Morris and Pratt 1977).
 */
final class StopString {
    private final int[] codePoints;

    /** fallbacks[n]: length of the longest proper prefix of the string that ends its first n code points. */
    private final int[] fallbacks;

    private int matched;

    StopString(String string) {
        codePoints = string.codePoints().toArray();
        if (codePoints.length == 0) {
            throw new IllegalArgumentException("a stop string is empty");
        }
        fallbacks = new int[codePoints.length];
        for (int n = 2; n < codePoints.length; n++) {
            int border = fallbacks[n - 1];
            while (border > 0 && codePoints[border] != codePoints[n - 1]) {
                border = fallbacks[border];
            }
            fallbacks[n] = codePoints[border] == codePoints[n - 1] ? border + 1 : 0;
        }
    }

    /** How many code points at the text's end are the beginning of the stop string; all of them: it is complete. */
    int matched() {
        return matched;
    }

    boolean isComplete() {
        return matched == codePoints.length;
    }

    void accept(int codePoint) {
        while (matched > 0 && codePoints[matched] != codePoint) {
            matched = fallbacks[matched];
        }
        if (codePoints[matched] == codePoint) {
            matched++;
        }
    }
}
