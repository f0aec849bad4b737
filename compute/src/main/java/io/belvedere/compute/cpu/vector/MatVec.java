package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.CpuWeight;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.Scratch;

/**
 * Products with one row of activations: every weight is used once, so it is unpacked on its way into the sum. The sums are those of {@link Matmul}, bit
 * for bit.
 */
final class MatVec {
    private MatVec() {}

    static void multiply(Product product, int from, int to, Scratch scratch) {
        CpuWeight weight = product.weight();
        float[] sums = scratch.floats(Scratch.Use.SUMS, Dot.ROWS * L);
        float[] row = scratch.floats(Scratch.Use.ROW, Dot.DEPTH + L);
        Dot dot = Dot.of(weight.type());
        for (int output = from; output < to; output += Dot.ROWS) {
            int rows = Math.min(Dot.ROWS, to - output);
            for (int column = 0; column < weight.columns(); column += Matmul.COLUMNS) {
                int count = Math.min(Matmul.COLUMNS, weight.columns() - column);
                dot.multiply(weight, output, rows, column, count, product.packed(), row, sums);
                boolean last = column + count == weight.columns();
                store(product, output, rows, column > 0, last, sums);
            }
        }
    }

    private static void store(Product product, int output, int rows, boolean onto, boolean last, float[] sums) {
        for (int i = 0; i < rows; i++) {
            float term = last ? product.term(output + i) : 0;
            LaneSums.store(sums, i * L, 1, term, onto, product.out().floats(), 4L * (output + i), 0);
        }
    }
}
