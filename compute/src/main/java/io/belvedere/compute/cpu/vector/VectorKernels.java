package io.belvedere.compute.cpu.vector;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.Attention;
import io.belvedere.compute.cpu.CpuBuffer;
import io.belvedere.compute.cpu.CpuKernels;
import io.belvedere.compute.cpu.PackedRows;
import io.belvedere.compute.cpu.Product;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.cpu.Scratch;
import java.lang.foreign.MemorySegment;

/** The kernel set of this copy's vector width. */
public final class VectorKernels implements CpuKernels, ProductKernels {
    @Override
    public String describe() {
        return "vector kernels, " + vectorBits() + " bits";
    }

    @Override
    public int vectorBits() {
        return Lanes.F.vectorBitSize();
    }

    @Override
    public ProductKernels products(DType type) {
        return this;
    }

    @Override
    public ProductKernels storedProducts() {
        return this;
    }

    @Override
    public long read(MemorySegment memory) {
        return Reading.sum(memory);
    }

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

    @Override
    public int queryBlock() {
        return Attend.QUERIES;
    }

    @Override
    public void attend(Attention attention, int kvHead, int from, int to, Scratch scratch) {
        Attend.attend(attention, kvHead, from, to, scratch);
    }

    @Override
    public int tokenPart() {
        return Attend.PART;
    }

    @Override
    public int partFloats(int queries, int headDim) {
        return Attend.partFloats(queries, headDim);
    }

    @Override
    public void attendPart(
            Attention attention, int kvHead, int from, int to, int part, float[] result, int at, Scratch scratch) {
        Attend.part(attention, kvHead, from, to, part, result, at, scratch);
    }

    @Override
    public void joinParts(
            Attention attention, int kvHead, int from, int to, float[] results, int at, int step, Scratch scratch) {
        Attend.join(attention, kvHead, from, to, results, at, step, scratch);
    }

    @Override
    public void add(CpuBuffer x, CpuBuffer into, int from, int to) {
        RowWise.add(x, into, from, to);
    }

    @Override
    public void rmsNorm(CpuBuffer x, float[] gain, float epsilon, CpuBuffer out, int from, int to) {
        RowWise.rmsNorm(x, gain, epsilon, out, from, to);
    }

    @Override
    public void siluMul(CpuBuffer gate, CpuBuffer up, int from, int to) {
        RowWise.siluMul(gate, up, from, to);
    }

    @Override
    public void gelu(CpuBuffer x, int from, int to) {
        RowWise.gelu(x, from, to);
    }

    @Override
    public void rotate(CpuBuffer x, int heads, CpuBuffer cos, CpuBuffer sin, int from, int to) {
        RowWise.rotate(x, heads, cos, sin, from, to);
    }
}
