package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

/**
 * A product of matrices by outer products, in registers: {@code c[i][v] += a[i][k] b[k][v]} for k in order. Rows of a
 * are elements that are spread over the lanes, rows of b and c are vectors. Each element has one accumulator, so that
 * it comes out the same in every tile.
 */
final class OuterTile {
    /** Rows of a tile. */
    static final int ROWS = L == 16 ? 8 : 4;

    /** Vectors of a tile's row, at most. */
    static final int VECTORS = 3;

    private OuterTile() {}

    /**
     * Adds {@link #ROWS} rows of {@code vectors} vectors.
     *
     * @param aRow from {@code a[i][k]} to {@code a[i + 1][k]}
     * @param aStep from {@code a[i][k]} to {@code a[i][k + 1]}
     * @param bStep from {@code b[k]} to {@code b[k + 1]}
     * @param count number of k
     * @param cRow from {@code c[i]} to {@code c[i + 1]}
     */
    static void accumulate(
            int vectors,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            int count,
            float[] c,
            int cAt,
            int cRow) {
        if (L == 16) {
            switch (vectors) {
                case 1 -> WideTile.one(a, aAt, aRow, aStep, b, bAt, bStep, count, c, cAt, cRow);
                case 2 -> WideTile.two(a, aAt, aRow, aStep, b, bAt, bStep, count, c, cAt, cRow);
                default -> WideTile.three(a, aAt, aRow, aStep, b, bAt, bStep, count, c, cAt, cRow);
            }
        } else {
            switch (vectors) {
                case 1 -> NarrowTile.one(a, aAt, aRow, aStep, b, bAt, bStep, count, c, cAt, cRow);
                case 2 -> NarrowTile.two(a, aAt, aRow, aStep, b, bAt, bStep, count, c, cAt, cRow);
                default -> NarrowTile.three(a, aAt, aRow, aStep, b, bAt, bStep, count, c, cAt, cRow);
            }
        }
    }

    /** Vectors of the next tile where {@code left} are left: threes, with twos at the end rather than a one. */
    static int width(int left) {
        return left == 4 ? 2 : Math.min(left, VECTORS);
    }
}
