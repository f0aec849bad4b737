package io.belvedere.compute.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Products in plain loops, with weights as they are stored. */
final class ScalarProducts implements ProductKernels {
    /** Every step takes all columns, so that a sum is rounded once. */
    @Override
    public Blocking blocking(int rows, int columns) {
        return new Blocking(64, columns, 1, 64, 64, 1);
    }

    @Override
    public void reserve(int rows, int columns, PackedRows packed) {
        packed.reserveFloats(Math.multiplyExact(rows, columns));
    }

    @Override
    public void pack(CpuBuffer x, int column, int count, int from, int to, PackedRows packed) {
        for (int row = from; row < to; row++) {
            long offset = x.offset(row) + 4L * column;
            MemorySegment.copy(x.floats(), ValueLayout.JAVA_FLOAT, offset, packed.floats(), row * count, count);
        }
    }

    @Override
    public void multiply(Product product, int from, int to, Scratch scratch) {
        StoredMatrix weight = product.weight().stored();
        int columns = weight.columns();
        float[] row = scratch.floats(Scratch.Use.WEIGHTS, columns);
        for (int output = from; output < to; output++) {
            weight.decode(output, row);
            for (int i = 0; i < product.rows(); i++) {
                double sum = product.term(output);
                for (int k = 0; k < columns; k++) {
                    sum += (double) product.packed()[i * columns + k] * row[k];
                }
                product.out().set(i, output, (float) sum);
            }
        }
    }
}
