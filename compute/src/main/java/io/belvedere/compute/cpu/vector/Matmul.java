package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.CpuWeight;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.Scratch;
import java.util.Arrays;

/**
 * Matrix products with several rows. A few outputs' weights are unpacked into a panel that stays in a core's
 * second-level cache, and all rows of x, packed, pass by it: a tile of them stays in the first-level cache while the
 * panel's tiles pass.
 *
 * <pre>
 * packed x   tile 0: [vector 0 of rows 0..7][vector 1 of rows 0..7] ...        tile 1: rows 8..15 ...
 * panel      depth 0: tile 0: [vector 0 of outputs 0..2][vector 1] ...         depth 1: ...
 * sums       zeros; then for a tile of rows: [outputs 0..2 x rows 0..7][outputs 3..5 x rows 0..7] ...
 * </pre>
 *
 * <p>With few rows most of the work is unpacking. Then the panel is a single tile in the first-level cache, multiplied
 * as soon as it is unpacked.
 *
 * <p>Within a block of {@link #COLUMNS} an output has one accumulator, whose lanes take the products in order and are
 * summed at the end; the blocks' sums are added in order. {@link MatVec} does the same, so that one row comes out as it
 * does among many.
 */
final class Matmul {
    /** Columns of a block of x. A multiple of every format's block. */
    static final int COLUMNS = 2048;

    /**
     * Rows at most for which weights are unpacked once. Then unpacking costs little, and the packed rows still fit a
     * third-level cache.
     */
    private static final int ROWS = 512;

    /** Outputs of a panel. */
    private static final int OUTPUTS = 48;

    static final ProductKernels.Blocking BLOCKING =
            new ProductKernels.Blocking(ROWS, COLUMNS, Tile.LEFT, OUTPUTS, OUTPUTS, Tile.RIGHT);

    /**
     * Columns multiplied at a time, at most: so many of a tile of x leave room in the first-level cache for what passes
     * by.
     */
    private static final int DEPTH = 1280;

    /** Parts of columns are whole such steps, and whole blocks of the format. */
    private static final int STEP = 64;

    /** Tiles of rows up to which there are few. */
    private static final int FEW = 2;

    private static final int RIGHT = Tile.RIGHT;

    private final Product product;
    private final int from;
    private final int to;
    private final int columns;

    /** Rows of a tile. */
    private final int left;

    private final int rowTiles;
    private final int panelTiles;

    /** Floats of a tile's accumulators. */
    private final int accumulators;

    /** Columns multiplied at a time: parts as equal as blocks allow. */
    private final int depth;

    private final float[] row;
    private final float[] panel;
    private final float[] sums;

    private Matmul(Product product, int from, int to, Scratch scratch) {
        this.product = product;
        this.from = from;
        this.to = to;
        this.columns = product.count();
        this.left = Tile.left(product.rows());
        this.rowTiles = Math.ceilDiv(product.rows(), left);
        this.panelTiles = Math.ceilDiv(to - from, RIGHT);
        this.accumulators = left * RIGHT * L;
        int step = Math.max(STEP, product.weight().type().blockElements());
        this.depth = Math.ceilDiv(Math.ceilDiv(columns, Math.ceilDiv(columns, DEPTH)), step) * step;
        boolean few = rowTiles <= FEW;
        this.row = scratch.floats(Scratch.Use.ROW, Unpack.MOST + L);
        this.panel = scratch.floats(Scratch.Use.WEIGHTS, (few ? 1 : panelTiles) * RIGHT * Lanes.padded(columns));
        this.sums = scratch.floats(Scratch.Use.SUMS, (1 + (few ? rowTiles : 1) * panelTiles) * accumulators);
    }

    /** Floats of packed rows: whole tiles. */
    static int packedFloats(int rows, int columns) {
        int tileRows = Tile.left(rows);
        return Math.multiplyExact(Math.ceilDiv(rows, tileRows) * tileRows, Lanes.padded(columns));
    }

    static void pack(CpuBuffer x, int column, int count, int from, int to, float[] packed) {
        int padded = Lanes.padded(count);
        int tileRows = Tile.left(x.rows());
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
        Arrays.fill(task.sums, 0, task.accumulators, 0);
        if (task.rowTiles <= FEW) {
            task.multiplyFew();
        } else {
            task.multiplyMany();
        }
    }

    private void multiplyMany() {
        for (int k = 0; k < columns; k += depth) {
            for (int output = from; output < to; output++) {
                int tile = (output - from) / RIGHT;
                unpack(output, k, depth, panelAt(k, tile));
            }
        }
        for (int tile = 0; tile < rowTiles; tile++) {
            for (int k = 0; k < columns; k += depth) {
                multiplyPart(tile, k);
            }
            store(tile, 0);
        }
    }

    /** A tile of rows with all of the panel, over {@link #depth} columns. */
    private void multiplyPart(int tile, int k) {
        int vectors = Lanes.padded(Math.min(depth, columns - k)) / L;
        int leftAt = left * (tile * Lanes.padded(columns) + k);
        for (int right = 0; right < panelTiles; right++) {
            int at = sumsAt(0, right);
            int begin = k == 0 ? 0 : at;
            Tile.multiply(left, product.packed(), leftAt, panel, panelAt(k, right), vectors, sums, begin, at);
        }
    }

    private void multiplyFew() {
        int padded = Lanes.padded(columns);
        for (int right = 0; right < panelTiles; right++) {
            int first = from + right * RIGHT;
            for (int output = first; output < Math.min(first + RIGHT, to); output++) {
                unpack(output, 0, columns, 0);
            }
            for (int tile = 0; tile < rowTiles; tile++) {
                int leftAt = left * tile * padded;
                Tile.multiply(left, product.packed(), leftAt, panel, 0, padded / L, sums, 0, sumsAt(tile, right));
            }
        }
        for (int tile = 0; tile < rowTiles; tile++) {
            store(tile, tile);
        }
    }

    /**
     * Unpacks {@code most} columns of an output, from column k on, into the panel tile that starts at {@code tileAt}.
     */
    private void unpack(int output, int k, int most, int tileAt) {
        CpuWeight weight = product.weight();
        Unpack unpack = Unpack.of(weight.type());
        int at = tileAt + (output - from) % RIGHT * L;
        int end = Math.min(columns, k + most);
        for (int part = k; part < end; part += Unpack.MOST) {
            int count = Math.min(Unpack.MOST, end - part);
            long offset = weight.offset(output) + weight.type().bytes(product.column() + part);
            unpack.unpack(weight.bytes(), offset, count, panel, at + (part - k) * RIGHT, RIGHT, row);
        }
    }

    /** Index of a panel tile's columns from k on: those of all tiles lie side by side. */
    private int panelAt(int k, int tile) {
        return RIGHT * (k * panelTiles + tile * Lanes.padded(Math.min(depth, columns - k)));
    }

    /** Index of the accumulators of a panel tile and the row tile that is kept in a place, after the zeros. */
    private int sumsAt(int place, int tile) {
        return (1 + place * panelTiles + tile) * accumulators;
    }

    private void store(int tile, int place) {
        CpuBuffer out = product.out();
        float[] terms = product.terms();
        for (int i = 0; i < Math.min(left, product.rows() - tile * left); i++) {
            long at = out.offset(tile * left + i) + 4L * from;
            int accumulator = sumsAt(place, 0) + i * L;
            LaneSums.store(sums, accumulator, left * L, to - from, terms, from, !product.first(), out.floats(), at);
        }
    }
}
