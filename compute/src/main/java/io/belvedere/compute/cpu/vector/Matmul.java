package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.CpuWeight;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.Scratch;
import java.util.Arrays;

/**
 * Matrix products with many rows. A block of x, packed, stays in a core's second-level cache while all weights pass by it; a few outputs' weights at a time
 * are unpacked into a panel beside it.
 *
 * <pre>
 * packed x   tile 0: [vector 0 of rows 0..7][vector 1 of rows 0..7] ...        tile 1: rows 8..15 ...
 * panel      depth 0: tile 0: [vector 0 of outputs 0..2][vector 1] ...         depth 1: ...
 * sums       zeros; then for each tile of rows: [outputs 0..2 x rows 0..7][outputs 3..5 x rows 0..7] ...
 * </pre>
 *
 * <p>Within a block of {@link #COLUMNS} an output has one accumulator, whose lanes take the products in order and are summed at the end; the blocks' sums are
 * added in order. {@link MatVec} does the same, so that one row comes out as it does among many.
 */
final class Matmul {
    /** Columns of a block of x. A multiple of every format's block. */
    static final int COLUMNS = 2048;

    static final ProductKernels.Blocking BLOCKING =
            new ProductKernels.Blocking(128, COLUMNS, DotTile.LEFT, 24, DotTile.RIGHT);

    /** Columns multiplied at a time, at most: so many of 8 rows of x and 3 of the panel fit the first-level cache. */
    private static final int DEPTH = Unpack.MOST;

    /** Every format's block divides it. */
    private static final int LARGEST_BLOCK = 256;

    private static final int LEFT = DotTile.LEFT;
    private static final int RIGHT = DotTile.RIGHT;
    private static final int ACCUMULATORS = LEFT * RIGHT * L;

    private final Product product;
    private final int from;
    private final int to;
    private final int columns;
    private final int rowTiles;
    private final int panelTiles;

    /** Columns multiplied at a time: parts as equal as blocks allow. */
    private final int depth;

    private final Scratch scratch;
    private final float[] panel;
    private final float[] sums;

    private Matmul(Product product, int from, int to, Scratch scratch) {
        this.product = product;
        this.from = from;
        this.to = to;
        this.columns = product.count();
        this.rowTiles = Math.ceilDiv(product.rows(), LEFT);
        this.panelTiles = Math.ceilDiv(to - from, RIGHT);
        this.depth = Math.ceilDiv(Math.ceilDiv(columns, Math.ceilDiv(columns, DEPTH)), LARGEST_BLOCK) * LARGEST_BLOCK;
        this.scratch = scratch;
        this.panel = scratch.floats(Scratch.Use.WEIGHTS, panelTiles * RIGHT * Lanes.padded(columns));
        this.sums = scratch.floats(Scratch.Use.SUMS, (1 + rowTiles * panelTiles) * ACCUMULATORS);
    }

    /** Floats of packed rows: whole tiles, but for a single row. */
    static int packedFloats(int rows, int columns) {
        int tileRows = rows == 1 ? 1 : LEFT;
        return Math.multiplyExact(Math.ceilDiv(rows, tileRows) * tileRows, Lanes.padded(columns));
    }

    static void pack(CpuBuffer x, int column, int count, int from, int to, float[] packed) {
        int padded = Lanes.padded(count);
        int tileRows = x.rows() == 1 ? 1 : LEFT;
        for (int row = from; row < Math.ceilDiv(to, tileRows) * tileRows; row++) {
            int at = row / tileRows * tileRows * padded + row % tileRows * L;
            if (row < to) {
                Packing.row(x.floats(), x.offset(row) + 4L * column, count, packed, at, tileRows);
            } else {
                Packing.zeros(padded, packed, at, tileRows);
            }
        }
    }

    static void multiply(Product product, int from, int to, Scratch scratch) {
        Matmul task = new Matmul(product, from, to, scratch);
        task.unpackPanel();
        task.multiplyTiles();
    }

    private void unpackPanel() {
        CpuWeight weight = product.weight();
        Unpack unpack = Unpack.of(weight.type());
        float[] row = scratch.floats(Scratch.Use.ROW, Unpack.MOST + L);
        for (int output = from; output < to; output++) {
            for (int k = 0; k < columns; k += depth) {
                int count = Math.min(depth, columns - k);
                int padded = Lanes.padded(count);
                long offset = weight.offset(output) + weight.type().bytes(product.column() + k);
                int at = panelAt(k, (output - from) / RIGHT, padded) + (output - from) % RIGHT * L;
                unpack.unpack(weight.bytes(), offset, count, panel, at, RIGHT, row);
            }
        }
    }

    /** Index of a panel tile's columns at a depth: those of all tiles lie side by side. */
    private int panelAt(int k, int tile, int depthColumns) {
        return RIGHT * (k * panelTiles + tile * depthColumns);
    }

    private void multiplyTiles() {
        Arrays.fill(sums, 0, ACCUMULATORS, 0);
        for (int k = 0; k < columns; k += depth) {
            int padded = Lanes.padded(Math.min(depth, columns - k));
            for (int left = 0; left < rowTiles; left++) {
                int leftAt = LEFT * (left * Lanes.padded(columns) + k);
                for (int right = 0; right < panelTiles; right++) {
                    int at = (1 + left * panelTiles + right) * ACCUMULATORS;
                    int begin = k == 0 ? 0 : at;
                    int rightAt = panelAt(k, right, padded);
                    DotTile.multiply(product.packed(), leftAt, panel, rightAt, padded / L, sums, begin, at);
                    if (k + depth >= columns) {
                        store(left, right, at);
                    }
                }
            }
        }
    }

    private void store(int left, int right, int at) {
        CpuBuffer out = product.out();
        int row = left * LEFT;
        int rows = Math.min(LEFT, product.rows() - row);
        for (int j = 0; j < Math.min(RIGHT, to - from - right * RIGHT); j++) {
            int output = from + right * RIGHT + j;
            long offset = out.offset(row) + 4L * output;
            float term = product.term(output);
            LaneSums.store(
                    sums, at + j * LEFT * L, rows, term, !product.first(), out.floats(), offset, 4L * out.columns());
        }
    }
}
