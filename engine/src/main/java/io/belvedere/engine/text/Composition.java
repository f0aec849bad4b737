package io.belvedere.engine.text;

import java.text.Normalizer;

/**
 * Unicode normalization form C in bounded time.
 *
 * <p>Sorting a run of combining marks takes the JDK quadratic time, so a run of more than {@value #MAX_MARKS} marks,
 * which no language writes (Unicode Standard Annex 15 calls 30 generous), is normalized in pieces of that many.
 */
final class Composition {
    private static final int MAX_MARKS = 256;

    private Composition() {}

    static String compose(String text) {
        int cut = cutInMarks(text, 0);
        if (cut == text.length()) {
            return composePiece(text);
        }
        StringBuilder composed = new StringBuilder(text.length());
        int start = 0;
        while (start < text.length()) {
            composed.append(composePiece(text.substring(start, cut)));
            start = cut;
            cut = cutInMarks(text, start);
        }
        return composed.toString();
    }

    private static String composePiece(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** The end of the first {@value #MAX_MARKS} combining marks in a row from {@code start}, or the text's end. */
    private static int cutInMarks(String text, int start) {
        int marks = 0;
        for (int i = start; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            marks = isMark(codePoint) ? marks + 1 : 0;
            i += Character.charCount(codePoint);
            if (marks == MAX_MARKS) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
