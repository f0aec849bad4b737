package io.belvedere.compute.cpu.vector;

/**
 * Which of the register tiles multiplies. They differ in nothing but the number of left rows: a product comes out of
 * each the same, bit for bit.
 */
final class Tile {
    private static final boolean MANY_REGISTERS = Lanes.REGISTERS == 32;

    /** Left rows of the tile for many rows. */
    static final int LEFT = MANY_REGISTERS ? DotTile.LEFT : DotTile3.LEFT;

    /** Right rows of every tile. */
    static final int RIGHT = DotTile.RIGHT;

    private Tile() {}

    /** Left rows of the tile for so many rows in all. */
    static int left(int rows) {
        if (rows == 1) {
            return 1;
        }
        return MANY_REGISTERS && rows <= DotTile4.LEFT ? DotTile4.LEFT : LEFT;
    }

    /** {@link DotTile#multiply}, or its like for {@code tileRows} left rows. */
    static void multiply(
            int tileRows,
            float[] left,
            int leftAt,
            float[] right,
            int rightAt,
            int vectors,
            float[] sums,
            int from,
            int to) {
        if (!MANY_REGISTERS) {
            DotTile3.multiply(left, leftAt, right, rightAt, vectors, sums, from, to);
        } else if (tileRows == DotTile4.LEFT) {
            DotTile4.multiply(left, leftAt, right, rightAt, vectors, sums, from, to);
        } else {
            DotTile.multiply(left, leftAt, right, rightAt, vectors, sums, from, to);
        }
    }
}
