package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Weight;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A matrix as stored, row after row of whole blocks; a single row is kept decoded as well.
 *
 * @param bytes in native memory
 * @param rowBytes from one row's start to the next
 * @param values the decoded row of a weight of one row, else null
 */
public record CpuWeight(
        String name, DType type, int rows, int columns, MemorySegment bytes, long rowBytes, float @Nullable [] values)
        implements Weight {

    static CpuWeight prepare(Tensor tensor) {
        int rows = tensor.shape().rows();
        int columns = tensor.shape().columns();
        if (columns % tensor.type().blockElements() != 0) {
            throw new IllegalArgumentException(
                    "tensor " + tensor.name() + " (" + tensor.type() + " " + tensor.shape() + "): rows of " + columns
                            + " do not fill blocks of " + tensor.type().blockElements());
        }
        float[] values = rows == 1 ? BlockFormat.decode(tensor) : null;
        MemorySegment bytes = offHeap(tensor.bytes());
        return new CpuWeight(
                tensor.name(),
                tensor.type(),
                rows,
                columns,
                bytes,
                tensor.type().bytes(columns),
                values);
    }

    static CpuWeight of(Weight weight) {
        if (weight instanceof CpuWeight cpu) {
            return cpu;
        }
        throw new IllegalArgumentException("a weight of another backend: " + weight.name());
    }

    /** Kernels read native memory alone: a loop that meets both kinds compiles to slower code. */
    private static MemorySegment offHeap(MemorySegment bytes) {
        if (bytes.isNative()) {
            return bytes;
        }
        MemorySegment copy = Arena.ofAuto().allocate(bytes.byteSize(), 64);
        return copy.copyFrom(bytes);
    }

    /** Offset in bytes of a row. */
    public long offset(int row) {
        return row * rowBytes;
    }

    public BlockFormat format() {
        return BlockFormat.of(type);
    }

    /** The one row of a vector. */
    float[] vector() {
        if (values == null) {
            throw new IllegalArgumentException("weight " + name + " is a matrix of " + rows + " rows, wanted a vector");
        }
        return values;
    }
}
