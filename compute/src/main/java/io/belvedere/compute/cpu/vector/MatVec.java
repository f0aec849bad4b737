package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.CpuWeight;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.Scratch;

/**
 * Products with one row of activations: every weight is used once, so it is unpacked on its way into the sum. The sums
 * are those of {@link Matmul}, bit for bit.
 *
 * <p>The rows taken together are a quarter of the task's outputs apart, so that memory is read in four long streams,
 * which a processor fetches ahead.
 */
final class MatVec {
    /** Outputs of a task: some tens of microseconds. */
    static final ProductKernels.Blocking BLOCKING = new ProductKernels.Blocking(1, Integer.MAX_VALUE, 1, 96, 96, 1);

    private MatVec() {}

    static void multiply(Product product, int from, int to, Scratch scratch) {
        CpuWeight weight = product.weight();
        float[] sums = scratch.floats(Scratch.Use.SUMS, Dot.ROWS * L);
        float[] row = scratch.floats(Scratch.Use.ROW, Dot.SCRATCH);
        Dot dot = Dot.of(weight.type());
        int apart = Math.ceilDiv(to - from, Dot.ROWS);
        for (int output = from; output < from + apart; output++) {
            int rows = Math.ceilDiv(to - output, apart);
            for (int column = 0; column < weight.columns(); column += Matmul.COLUMNS) {
                int count = Math.min(Matmul.COLUMNS, weight.columns() - column);
                dot.multiply(weight, output, apart, rows, column, count, product.packed(), row, sums);
                float[] terms = column + count == weight.columns() ? product.terms() : null;
                for (int i = 0; i < rows; i++) {
                    int at = output + i * apart;
                    LaneSums.store(
                            sums,
                            i * L,
                            L,
                            1,
                            terms,
                            at,
                            column > 0,
                            product.out().floats(),
                            4L * at);
                }
            }
        }
    }
}
