package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Zmm;

/**
 * Weights rounded to words times rows of x rounded to words, each with a scale for 32 inputs; a block's products are
 * summed exactly in 32 bits.
 *
 * <pre>
 * panel   block: [16 scales][input pair 0 of outputs 0..15][pair 1] ... [pair 15]
 * x       block: [32 words of row 0][of row 1] ...  [scale of each row]
 * </pre>
 */
final class WordTile extends IntegerTile {
    static final int BLOCK = BlockRounder.BLOCK;
    static final int ROW_BYTES = BLOCK * Short.BYTES;

    private static final int STEPS = BLOCK / 2;
    private static final int LINE = Field.line(Integer.BYTES);
    static final int PANEL_BYTES = LINE * (1 + STEPS);

    private static final Zmm WEIGHT = new Zmm(24), SCALE = new Zmm(25), BOTH_SCALES = new Zmm(26);

    WordTile(int rows) {
        super(rows);
    }

    /** Bytes of a block of so many packed rows. */
    static int packedBytes(int rows) {
        return rows * (ROW_BYTES + Float.BYTES);
    }

    /** Offset in a packed block of a row's scale. */
    static int scaleAt(int rows, int row) {
        return rows * ROW_BYTES + row * Float.BYTES;
    }

    @Override
    void constants() {}

    @Override
    void block() {
        code.vmovups(SCALE, weights(0));
        for (int row = 0; row < rows; row++) {
            code.vpxord(products(row), products(row), products(row));
        }
        for (int step = 0; step < STEPS; step++) {
            code.vmovups(WEIGHT, weights(LINE * (1 + step)));
            for (int row = 0; row < rows; row++) {
                code.vpdpwssd(products(row), WEIGHT, X.repeated(row * ROW_BYTES + Integer.BYTES * step));
            }
        }
        for (int row = 0; row < rows; row++) {
            code.vcvtdq2ps(products(row), products(row));
            code.vmulps(BOTH_SCALES, SCALE, X.repeated(scaleAt(rows, row)));
            code.vfmadd231ps(sum(row, 0), products(row), BOTH_SCALES);
        }
    }

    @Override
    int blockBytes() {
        return PANEL_BYTES;
    }

    @Override
    int packedBytes() {
        return packedBytes(rows);
    }
}
