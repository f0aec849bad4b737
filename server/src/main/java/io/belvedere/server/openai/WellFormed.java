package io.belvedere.server.openai;

/** Tells text from strings that only JSON's escapes can write: those with half a surrogate pair, which no UTF-8 carries. */
final class WellFormed {
    private WellFormed() {}

    /** Where the first half pair is, or -1. */
    static int firstHalfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }
}
