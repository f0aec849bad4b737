package io.belvedere.engine.image.jpeg;

/** The order in which a block's coefficients are coded (T.81, figure A.6). */
final class ZigZag {
    private static final byte[] NATURAL = natural();

    private ZigZag() {}

    /** A new array: for each place in the coded order, row times 8 plus column. */
    static byte[] order() {
        return NATURAL.clone();
    }

    /** Of coefficients in the coded order, a bit for each: those that stand in {@code column} below the first row. */
    static long belowFirstRow(int column) {
        long bits = 0;
        for (int k = 0; k < NATURAL.length; k++) {
            bits |= NATURAL[k] % 8 == column && NATURAL[k] >= 8 ? 1L << k : 0;
        }
        return bits;
    }

    /** Likewise, those that stand in the right half of a block. */
    static long rightHalf() {
        long bits = 0;
        for (int k = 0; k < NATURAL.length; k++) {
            bits |= NATURAL[k] % 8 >= 4 ? 1L << k : 0;
        }
        return bits;
    }

    private static byte[] natural() {
        byte[] order = new byte[64];
        for (int diagonal = 0, k = 0; diagonal < 15; diagonal++) {
            for (int i = Math.max(0, diagonal - 7); i <= Math.min(7, diagonal); i++) {
                int row = diagonal % 2 == 0 ? diagonal - i : i;
                order[k++] = (byte) (8 * row + diagonal - row);
            }
        }
        return order;
    }
}
