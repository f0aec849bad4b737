package io.belvedere.engine.image.vp8l;

import java.util.List;

/** Writes images losslessly, in the simplest way: every pixel as four literals of 8 bits. */
public final class Vp8lImages {
    private Vp8lImages() {}

    /** An image without transforms. */
    public static byte[] literals(int[] argb, int width, int height) {
        return transformed(argb, width, height, List.of());
    }

    /** An image after transforms, each given by the bits that describe it; {@code width} is that of the header. */
    static byte[] transformed(int[] argb, int width, int height, List<BitWriter> transforms) {
        BitWriter bits = new BitWriter();
        bits.number(0x2F, 8).number(width - 1, 14).number(height - 1, 14).number(0, 4);
        for (BitWriter transform : transforms) {
            bits.number(1, 1).append(transform);
        }
        bits.number(0, 1);
        bits.number(0, 1); // no cache
        bits.number(0, 1); // one group of codes
        return pixels(bits, argb).bytes();
    }

    /** An image inside the description of another. */
    static BitWriter part(BitWriter bits, int... argb) {
        return pixels(bits.number(0, 1), argb);
    }

    private static BitWriter pixels(BitWriter bits, int[] argb) {
        for (int i = 0; i < 4; i++) {
            eightBitCode(bits);
        }
        bits.number(1, 1).number(0, 1).number(0, 1).number(0, 1); // the one distance 0
        for (int pixel : argb) {
            for (int shift : new int[] {8, 16, 0, 24}) {
                bits.number(Integer.reverse(pixel >> shift & 0xFF) >>> 24, 8);
            }
        }
        return bits;
    }

    /** A code in which symbols 0 to 255 have 8 bits: code lengths are coded by 8 and "repeat 0", one bit each. */
    private static void eightBitCode(BitWriter bits) {
        bits.number(0, 1).number(12 - 4, 4);
        int[] order = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8};
        for (int length : order) {
            bits.number(length == 8 || length == 18 ? 1 : 0, 3);
        }
        bits.number(1, 1).number(3, 3).number(256 - 2, 8); // 256 lengths follow
        for (int i = 0; i < 256; i++) {
            bits.number(0, 1);
        }
    }
}
