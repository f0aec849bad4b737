package io.belvedere.compute.cpu.assembled;

/**
 * Rows of x rounded to signed bytes with a scale for each block of 32, laid out for a tile of a few rows:
 *
 * <pre>
 * block 0: [32 bytes of row 0][of row 1]...  [d of each row] [d Σ q] [-Σ q] [-Σ q, first half] [-Σ q, second half]
 * block 1: ...
 * </pre>
 *
 * A row's block has {@code d = max|x| / 127} and {@code q = round(x / d)}, ties to even.
 */
final class PackedBytes {
    /** Elements that share a scale. */
    static final int BLOCK = BlockRounder.BLOCK;

    /** F32 and integers of a row's block, besides its bytes. */
    private static final int FIELDS = 5;

    /** Which inputs of a block a sum covers. */
    enum Sum {
        ALL(2),
        FIRST_HALF(3),
        SECOND_HALF(4);

        private final int field;

        Sum(int field) {
            this.field = field;
        }
    }

    private PackedBytes() {}

    /** Bytes of a block of so many rows. */
    static int blockBytes(int rows) {
        return rows * (BLOCK + FIELDS * Float.BYTES);
    }

    static int quantsAt(int rows, int block, int row) {
        return block * blockBytes(rows) + row * BLOCK;
    }

    static int scaleAt(int rows, int block, int row) {
        return fieldAt(rows, block, 0, row);
    }

    static int scaledSumAt(int rows, int block, int row) {
        return fieldAt(rows, block, 1, row);
    }

    static int sumAt(int rows, int block, Sum sum, int row) {
        return fieldAt(rows, block, sum.field, row);
    }

    private static int fieldAt(int rows, int block, int field, int row) {
        return block * blockBytes(rows) + rows * BLOCK + Float.BYTES * (field * rows + row);
    }
}
