package io.belvedere.engine.text;

/**
 * UTF-8 to text across any cuts between calls. Each maximal part of an invalid sequence becomes one U+FFFD, as the
 * Unicode standard (chapter 3, "U+FFFD Substitution of Maximal Subparts") recommends; the JDK's own decoder differs on
 * encoded surrogates.
 */
final class Utf8Decoder {
    private static final char REPLACEMENT = '\uFFFD';

    /** Continuation bytes still missing; 0 between characters. */
    private int missing;

    private int codePoint;

    /** Range of the next continuation byte: narrower than 80 to BF after E0, ED, F0 and F4. */
    private int lower = 0x80;

    private int upper = 0xBF;

    /** Decodes {@code bytes[from, to)}; a sequence that is still incomplete at the end is held back. */
    void accept(byte[] bytes, int from, int to, StringBuilder text) {
        for (int i = from; i < to; i++) {
            accept(bytes[i] & 0xFF, text);
        }
    }

    /** Ends the text: an incomplete sequence becomes U+FFFD. */
    void finish(StringBuilder text) {
        if (missing > 0) {
            abandon(text);
        }
    }

    private void accept(int b, StringBuilder text) {
        if (missing > 0 && b >= lower && b <= upper) {
            codePoint = (codePoint << 6) | (b & 0x3F);
            lower = 0x80;
            upper = 0xBF;
            if (--missing == 0) {
                text.appendCodePoint(codePoint);
            }
            return;
        }
        finish(text);
        if (b < 0x80) {
            text.append((char) b);
        } else if (b >= 0xC2 && b <= 0xF4) {
            lead(b);
        } else {
            text.append(REPLACEMENT);
        }
    }

    private void lead(int b) {
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        codePoint = b & (0x3F >> missing);
        lower = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        upper = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    }

    private void abandon(StringBuilder text) {
        text.append(REPLACEMENT);
        missing = 0;
        lower = 0x80;
        upper = 0xBF;
    }
}
