package io.belvedere.compute.cpu;

import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A product run through {@link ProductKernels} alone, by one thread, split as {@link CpuBackend} may split it.
 *
 * @param bias a vector, or null
 * @param packed makes room for packed rows, anew for each step
 * @param random chooses how many rows are packed and outputs computed at a time
 */
record DirectProduct(CpuWeight weight, @Nullable CpuWeight bias, Supplier<PackedRows> packed, Random random) {
    void run(CpuBuffer x, CpuBuffer out) {
        ProductKernels.Blocking blocking = weight.products().blocking(x.rows(), weight.columns());
        int slab = blocking.rows() / blocking.packRows() * blocking.packRows();
        for (int row = 0; row < x.rows(); row += slab) {
            int count = Math.min(slab, x.rows() - row);
            slab(x.rows(row, count), out.rows(row, count));
        }
    }

    private void slab(CpuBuffer x, CpuBuffer out) {
        ProductKernels products = weight.products();
        ProductKernels.Blocking blocking = products.blocking(x.rows(), weight.columns());
        int block = x.rows() == 1 ? x.columns() : Math.min(x.columns(), blocking.columns());
        Scratch scratch = new Scratch();
        for (int column = 0; column < x.columns(); column += block) {
            int count = Math.min(block, x.columns() - column);
            PackedRows rows = packed.get();
            products.reserve(x.rows(), count, rows);
            int packRows = blocking.packRows() * random.nextInt(1, 4);
            for (int from = 0; from < x.rows(); from += packRows) {
                products.pack(x, column, count, from, Math.min(x.rows(), from + packRows), rows);
            }
            Product step = new Product(rows, weight, column, count, bias, out);
            int most = x.rows() == 1 ? weight.rows() : blocking.outputs();
            int outputs = blocking.outputStep() * random.nextInt(1, Math.max(2, most / blocking.outputStep() + 1));
            for (int from = 0; from < weight.rows(); from += outputs) {
                products.multiply(step, from, Math.min(weight.rows(), from + outputs), scratch);
            }
        }
    }
}
