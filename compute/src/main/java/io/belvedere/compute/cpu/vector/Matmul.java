package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.CpuWeight;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.Scratch;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products. An output is the sum, in order, of the lane sums of blocks of {@link #DEPTH} products: the same for one row, which is multiplied
 * as the weights are read, and for many, for which weights are unpacked into panels first.
 *
 * <pre>
 * packed x   tile 0: [vector 0 of rows 0..7][vector 1 of rows 0..7] ...   tile 1: rows 8..15 ...
 * panel      tile 0: [vector 0 of outputs 0..2] ...                       one block of DEPTH at a time
 * products   tile 0: [output 0 of rows 0..7][output 1 of rows 0..7] ...
 * </pre>
 */
final class Matmul {
    /** A block of x's tile (8 rows) and one of the panel's (3) fit the first-level cache together; a multiple of every format's block. */
    static final int DEPTH = 1024;

    private static final int LEFT = DotTile.LEFT;
    private static final int RIGHT = DotTile.RIGHT;

    /** Outputs whose accumulators are summed together: fills whole vectors of sums for every width. */
    private static final int STEP = 2 * RIGHT;

    private Matmul() {}

    /** Floats of {@code rows} packed rows. */
    static int packedFloats(int rows, int columns) {
        int tileRows = rows == 1 ? 1 : LEFT;
        return Math.multiplyExact(Math.ceilDiv(rows, tileRows) * tileRows, Lanes.padded(columns));
    }

    static void pack(CpuBuffer x, int from, int to, float[] packed) {
        int padded = Lanes.padded(x.columns());
        if (x.rows() == 1) {
            Packing.row(x.floats(), 0, x.columns(), packed, 0, 1);
            return;
        }
        for (int tile = from; tile < to; tile += LEFT) {
            for (int i = 0; i < LEFT; i++) {
                int at = tile * padded + i * L;
                if (tile + i < to) {
                    Packing.row(x.floats(), x.offset(tile + i), x.columns(), packed, at, LEFT);
                } else {
                    Packing.zeros(padded, packed, at, LEFT);
                }
            }
        }
    }

    static void multiply(Product product, int from, int to, Scratch scratch) {
        if (product.rows() == 1) {
            MatVec.multiply(product, from, to, scratch);
            return;
        }
        int columns = product.weight().columns();
        int steps = Math.ceilDiv(to - from, STEP);
        int tiles = Math.ceilDiv(product.rows(), LEFT);
        float[] panel = scratch.floats(Scratch.Use.WEIGHTS, steps * STEP * DEPTH);
        float[] products = scratch.floats(Scratch.Use.SCORES, tiles * LEFT * steps * STEP);
        float[] sums = scratch.floats(Scratch.Use.SUMS, STEP * LEFT * L);
        for (int k = 0; k < columns; k += DEPTH) {
            int count = Math.min(DEPTH, columns - k);
            unpackPanel(product.weight(), from, to, k, count, panel, scratch);
            int vectors = Math.ceilDiv(count, L);
            for (int tile = 0; tile < tiles; tile++) {
                int leftAt = LEFT * (tile * Lanes.padded(columns) + k);
                for (int step = 0; step < steps; step++) {
                    int rightAt = step * STEP * vectors * L;
                    int at = (tile * steps + step) * STEP * LEFT;
                    DotTile.multiply(product.packed(), leftAt, panel, rightAt, vectors, sums, 0);
                    DotTile.multiply(
                            product.packed(),
                            leftAt,
                            panel,
                            rightAt + RIGHT * vectors * L,
                            vectors,
                            sums,
                            RIGHT * LEFT * L);
                    if (k == 0) {
                        LaneSums.store(sums, 0, products, at, STEP * LEFT);
                    } else {
                        LaneSums.add(sums, 0, products, at, STEP * LEFT);
                    }
                }
            }
        }
        store(product, from, to, products);
    }

    private static void unpackPanel(
            CpuWeight weight, int from, int to, int k, int count, float[] panel, Scratch scratch) {
        Unpack unpack = Unpack.of(weight.type());
        float[] row = scratch.floats(Scratch.Use.ROW, DEPTH + L);
        int padded = Lanes.padded(count);
        for (int output = from; output < to; output++) {
            unpack.unpack(weight.bytes(), weight.offset(output) + weight.type().bytes(k), count, row, 0);
            for (int i = count; i < padded; i++) {
                row[i] = 0;
            }
            int tile = (output - from) / RIGHT;
            int at = tile * RIGHT * padded + (output - from) % RIGHT * L;
            Packing.row(row, 0, padded, panel, at, RIGHT);
        }
    }

    private static void store(Product product, int from, int to, float[] products) {
        CpuBuffer out = product.out();
        float @Nullable [] bias = product.bias();
        int tileOutputs = Math.ceilDiv(to - from, STEP) * STEP;
        for (int row = 0; row < out.rows(); row++) {
            int at = row / LEFT * LEFT * tileOutputs + row % LEFT;
            long offset = out.offset(row);
            for (int output = from; output < to; output++) {
                float sum = products[at + (output - from) * LEFT];
                float value = bias == null ? sum : sum + bias[output];
                out.floats().set(ValueLayout.JAVA_FLOAT, offset + 4L * output, value);
            }
        }
    }
}
