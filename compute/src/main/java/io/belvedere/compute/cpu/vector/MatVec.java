package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;

import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.CpuWeight;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.Scratch;
import org.jspecify.annotations.Nullable;

/** Products with one row of activations: every weight is used once, so it is unpacked on its way into the sum. */
final class MatVec {
    /** Outputs whose accumulators are summed together. */
    private static final int GROUP = 16;

    private MatVec() {}

    static void multiply(Product product, int from, int to, Scratch scratch) {
        CpuWeight weight = product.weight();
        int blocks = Math.ceilDiv(weight.columns(), Matmul.DEPTH);
        float[] sums = scratch.floats(Scratch.Use.SUMS, blocks * GROUP * L);
        float[] totals = scratch.floats(Scratch.Use.SCORES, GROUP);
        float[] row = scratch.floats(Scratch.Use.ROW, Matmul.DEPTH + L);
        Dot dot = Dot.of(weight.type());
        for (int first = from; first < to; first += GROUP) {
            int outputs = Math.min(GROUP, to - first);
            for (int i = 0; i < outputs; i += Dot.ROWS) {
                int rows = Math.min(Dot.ROWS, outputs - i);
                for (int block = 0; block < blocks; block++) {
                    int k = block * Matmul.DEPTH;
                    int count = Math.min(Matmul.DEPTH, weight.columns() - k);
                    long offset = weight.offset(first + i) + weight.type().bytes(k);
                    dot.multiply(
                            weight.bytes(),
                            offset,
                            weight.rowBytes(),
                            rows,
                            count,
                            product.packed(),
                            k,
                            row,
                            sums,
                            (block * GROUP + i) * L);
                }
            }
            for (int block = 0; block < blocks; block++) {
                if (block == 0) {
                    LaneSums.store(sums, 0, totals, 0, outputs);
                } else {
                    LaneSums.add(sums, block * GROUP * L, totals, 0, outputs);
                }
            }
            store(product, first, outputs, totals);
        }
    }

    private static void store(Product product, int first, int outputs, float[] totals) {
        CpuBuffer out = product.out();
        float @Nullable [] bias = product.bias();
        for (int i = 0; i < outputs; i++) {
            out.set(0, first + i, bias == null ? totals[i] : totals[i] + bias[first + i]);
        }
    }
}
