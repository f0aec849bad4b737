package io.belvedere.server.openai;

/**
 * Tells text from strings that only JSON's escapes can write: those with half a surrogate pair, which no UTF-8 carries.
 */
final class WellFormed {
    private WellFormed() {}

    /**
     * Refuses text with half a pair.
     *
     * @param subject of the sentence that says so, such as "'messages[0].content'"
     */
    static void require(String text, String field, String subject) throws ApiException {
        int half = firstHalfPair(text);
        if (half >= 0) {
            throw new ApiException(
                    "invalid_value", field, "%s has half a surrogate pair at character %d.".formatted(subject, half));
        }
    }

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
