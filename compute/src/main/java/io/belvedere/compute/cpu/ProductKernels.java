package io.belvedere.compute.cpu;

import io.belvedere.compute.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Inner loops of products with weights of some types, each run by one thread: first a range of x's rows is packed, then
 * ranges of outputs are computed from what was packed. An element of the result comes out bit for bit the same whatever
 * the range, the batch and the thread.
 */
public interface ProductKernels {
    /**
     * Lays a matrix out as {@link #multiply} reads it; by default it stays as it is stored.
     *
     * @param workers share the work
     * @param scratch of each worker
     * @param memory zeroed, for what is laid out anew
     */
    default MemorySegment layOut(StoredMatrix matrix, Workers workers, Scratch[] scratch, SegmentAllocator memory) {
        return matrix.bytes();
    }

    /** Rounds a row of x, in place, to what products multiply with: by default they take it as it is. */
    default void round(float[] row) {}

    /** The same for a decoded row of weights. */
    default void roundWeights(float[] row) {}

    /**
     * What tells how rows are packed: kernels whose packings are equal, and products of equal rows and columns, can
     * share packed rows.
     */
    default Object packing() {
        return this;
    }

    /** How products with so many rows and columns of x are best split. */
    Blocking blocking(int rows, int columns);

    /**
     * Sizes of the parts of a product.
     *
     * @param rows of x at most, in a step with several rows
     * @param columns of x at most, in a step with several rows; a step with one row takes all
     * @param packRows rows that {@link #pack} treats as one: a range to pack starts at a multiple of it
     * @param outputs that {@link #multiply} is asked for at most
     * @param taskOutputs of a task at most: small enough that no thread waits long for the last one; neighbouring tasks
     *     may be computed in one call
     * @param outputStep outputs of a task are a multiple of it
     */
    record Blocking(int rows, int columns, int packRows, int outputs, int taskOutputs, int outputStep) {}

    /** Makes room for so much of x. */
    void reserve(int rows, int columns, PackedRows packed);

    /** Lays a block's rows {@code [from, to)} out as {@link #multiply} reads them. */
    void pack(CpuBuffer x, int column, int count, int from, int to, PackedRows packed);

    /** The outputs (columns of {@code out}) {@code [from, to)} for every row. */
    void multiply(Product product, int from, int to, Scratch scratch);
}
