package io.belvedere.compute.cpu.vector;

import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.PackedRows;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.Scratch;

/** Products with weights as they are stored. */
final class VectorProducts implements ProductKernels {
    @Override
    public Blocking blocking(int rows, int columns) {
        return rows == 1 ? MatVec.BLOCKING : Matmul.BLOCKING;
    }

    @Override
    public void reserve(int rows, int columns, PackedRows packed) {
        packed.reserveFloats(Matmul.packedFloats(rows, columns));
    }

    @Override
    public void pack(CpuBuffer x, int column, int count, int from, int to, PackedRows packed) {
        Matmul.pack(x, column, count, from, to, packed.floats());
    }

    @Override
    public void multiply(Product product, int from, int to, Scratch scratch) {
        if (product.rows() == 1) {
            MatVec.multiply(product, from, to, scratch);
        } else {
            Matmul.multiply(product, from, to, scratch);
        }
    }
}
