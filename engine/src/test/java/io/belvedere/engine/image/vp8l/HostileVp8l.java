package io.belvedere.engine.image.vp8l;

/** Losslessly coded images that mean harm. */
public final class HostileVp8l {
    private static final int SQUARES_A_SIDE = 256;

    /** Pixels a side of {@link #manyGroups()}. */
    public static final int SIDE = 4 * SQUARES_A_SIDE;

    private HostileVp8l() {}

    /** 65,536 groups of codes, each of two symbols and 1 KiB of table: 300 MiB of a file of 700 KB. */
    public static byte[] manyGroups() {
        BitWriter bits = header(SIDE, SIDE).number(0, 1); // no transform
        bits.number(0, 1).number(1, 1).number(0, 3); // no cache, groups, squares of 4 pixels
        int[] map = new int[SQUARES_A_SIDE * SQUARES_A_SIDE];
        for (int i = 0; i < map.length; i++) {
            map[i] = i << 8;
        }
        Vp8lImages.part(bits, map);
        for (int i = 0; i < map.length; i++) {
            for (int code = 0; code < 5; code++) {
                bits.number(1, 1).number(1, 1).number(0, 1).number(0, 1).number(1, 8);
            }
        }
        return bits.bytes();
    }

    /** Codes that take no bits: a file of a few bytes, however large the picture. */
    public static byte[] nothing(int width, int height) {
        BitWriter bits = header(width, height).number(0, 1).number(0, 1).number(0, 1);
        for (int code = 0; code < 5; code++) {
            bits.number(1, 1).number(0, 1).number(0, 1).number(0, 1);
        }
        return bits.number(0, 24).bytes();
    }

    /** @param lengths of the code that codes code lengths, in its own order */
    public static byte[] code(int... lengths) {
        BitWriter bits = header(8, 8).number(0, 1).number(0, 1).number(0, 1);
        bits.number(0, 1).number(lengths.length - 4, 4);
        for (int length : lengths) {
            bits.number(length, 3);
        }
        return bits.number(0, 24).number(0, 24).bytes();
    }

    /** A cache of 15 bits, where 11 are allowed. */
    public static byte[] hugeCache() {
        return header(8, 8)
                .number(0, 1)
                .number(1, 1)
                .number(15, 4)
                .number(0, 24)
                .bytes();
    }

    /** Each of the four transforms for ever. */
    public static byte[] transformsWithoutEnd() {
        BitWriter bits = header(8, 8);
        for (int i = 0; i < 1000; i++) {
            bits.number(1, 1).number(2, 2);
        }
        return bits.bytes();
    }

    private static BitWriter header(int width, int height) {
        return new BitWriter()
                .number(0x2F, 8)
                .number(width - 1, 14)
                .number(height - 1, 14)
                .number(0, 4);
    }
}
