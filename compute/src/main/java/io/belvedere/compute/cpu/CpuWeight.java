package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import io.belvedere.compute.StoredBytes;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Weight;
import io.belvedere.compute.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A matrix, or a vector as a single row, with the kernels that were chosen for its products.
 *
 * @param stored as in the file
 * @param laidOut as the kernels read it
 * @param values the decoded row of a weight of one row, else null
 * @param floats the same in native memory
 */
public record CpuWeight(
        String name,
        StoredMatrix stored,
        ProductKernels products,
        MemorySegment laidOut,
        float @Nullable [] values,
        MemorySegment floats)
        implements Weight {

    /**
     * @param products chosen for the tensor
     * @param scratch of each worker
     * @param memory holds what they lay out anew
     */
    static CpuWeight prepare(
            Tensor tensor, ProductKernels products, Workers workers, Scratch[] scratch, SegmentAllocator memory) {
        int columns = tensor.shape().columns();
        if (columns % tensor.type().blockElements() != 0) {
            throw new IllegalArgumentException(
                    "tensor " + tensor.name() + " (" + tensor.type() + " " + tensor.shape() + "): rows of " + columns
                            + " do not fill blocks of " + tensor.type().blockElements());
        }
        int rows = tensor.shape().rows();
        StoredBytes bytes = rows == 1 ? copy(tensor.stored()) : offHeap(tensor.stored());
        StoredMatrix stored = new StoredMatrix(tensor.type(), rows, columns, bytes);
        float[] values = null;
        MemorySegment floats = MemorySegment.NULL;
        if (rows == 1) {
            values = new float[columns];
            stored.decode(0, values);
            floats = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, values);
        }
        return new CpuWeight(
                tensor.name(), stored, products, products.layOut(stored, workers, scratch, memory), values, floats);
    }

    static CpuWeight of(Weight weight) {
        if (weight instanceof CpuWeight cpu) {
            return cpu;
        }
        throw new IllegalArgumentException("a weight of another backend: " + weight.name());
    }

    /** Kernels read native memory alone: a loop that meets both kinds compiles to slower code. */
    private static StoredBytes offHeap(StoredBytes stored) {
        return stored.bytes().isNative() ? stored : copy(stored);
    }

    /** For a vector: touching a mapped page brings in many around it, of matrices that are not read there. */
    private static StoredBytes copy(StoredBytes stored) {
        MemorySegment copy = Arena.ofAuto().allocate(stored.size(), 64);
        stored.copy(0, copy);
        return StoredBytes.of(copy);
    }

    @Override
    public int rows() {
        return stored.rows();
    }

    @Override
    public int columns() {
        return stored.columns();
    }

    public DType type() {
        return stored.type();
    }

    /** The stored bytes. */
    public MemorySegment bytes() {
        return stored.bytes();
    }

    /** Bytes from one stored row's start to the next. */
    public long rowBytes() {
        return stored.rowBytes();
    }

    /** Offset in bytes of a stored row. */
    public long offset(int row) {
        return stored.offset(row);
    }

    /** The one row of a vector. */
    public float[] vector() {
        if (values == null) {
            throw new IllegalArgumentException(
                    "weight " + name + " is a matrix of " + rows() + " rows, wanted a vector");
        }
        return values;
    }
}
