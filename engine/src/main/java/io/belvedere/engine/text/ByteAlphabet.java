package io.belvedere.engine.text;

import java.util.Arrays;

/**
 * The printable characters that stand for the 256 bytes in vocabulary files (Radford et al. 2019, GPT-2).
 *
 * <p>Bytes 33-126, 161-172 and 174-255 stand for themselves; the other 68 are written, in increasing order, as U+0100
 * to U+0143.
 */
final class ByteAlphabet {
    private static final int CHARACTERS = 0x144;
    private static final char[] CHARACTER_OF_BYTE = new char[256];
    private static final short[] BYTE_OF_CHARACTER = new short[CHARACTERS];

    static {
        Arrays.fill(BYTE_OF_CHARACTER, (short) -1);
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= 33 && b <= 126) || (b >= 161 && b != 173);
            char character = printable ? (char) b : next++;
            CHARACTER_OF_BYTE[b] = character;
            BYTE_OF_CHARACTER[character] = (short) b;
        }
    }

    private ByteAlphabet() {}

    static char character(int b) {
        return CHARACTER_OF_BYTE[b];
    }

    /** The bytes that {@code piece} is written for; fails on a character outside the alphabet. */
    static byte[] bytes(String piece) {
        byte[] bytes = new byte[piece.length()];
        for (int i = 0; i < bytes.length; i++) {
            char character = piece.charAt(i);
            int b = character < CHARACTERS ? BYTE_OF_CHARACTER[character] : -1;
            if (b < 0) {
                throw new IllegalArgumentException(
                        "piece \"%s\" holds U+%04X, which stands for no byte".formatted(piece, (int) character));
            }
            bytes[i] = (byte) b;
        }
        return bytes;
    }
}
