package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import java.lang.foreign.MemorySegment;

/**
 * Inner loops over ranges of rows or heads, each run by one thread; shapes were checked by the caller. An element of the result comes out
 * bit for bit the same whatever the range, the batch and the thread.
 */
public interface CpuKernels {
    /** For the log, such as {@code vector kernels, 512 bits}. */
    String describe();

    /** Width of the vectors that do most of the work; 0 if there are none. */
    int vectorBits();

    /** The fastest kernels of products with matrices of a type; they may want them laid out anew. */
    ProductKernels products(DType type);

    /** Kernels of products with weights of any type, as they are stored. */
    ProductKernels storedProducts();

    /**
     * Reads memory in order and does nothing else, as fast as one thread can.
     *
     * @param memory native, of a multiple of 4096 bytes, at least once that
     * @return something of what was read where a compiler could leave the reading out otherwise
     */
    long read(MemorySegment memory);

    /** Queries that {@link #attend} best takes at a time; a half and a quarter of them do well too. */
    int queryBlock();

    /** Attends for the queries {@code [from, to)} of a key head. */
    void attend(Attention attention, int kvHead, int from, int to, Scratch scratch);

    /** Tokens of a part: what a query sees may be cut into parts of so many, counted from token 0 on. */
    int tokenPart();

    /** Floats that a part leaves for so many queries. */
    int partFloats(int queries, int headDim);

    /** Attends for the queries {@code [from, to)} to the tokens of one part, for {@link #joinParts}. */
    void attendPart(
            Attention attention, int kvHead, int from, int to, int part, float[] result, int at, Scratch scratch);

    /**
     * Makes of all parts' results what {@link #attend} makes.
     *
     * @param at of the first part's result
     * @param step from one part's result to the next
     */
    void joinParts(
            Attention attention, int kvHead, int from, int to, float[] results, int at, int step, Scratch scratch);

    void add(CpuBuffer x, CpuBuffer into, int from, int to);

    void rmsNorm(CpuBuffer x, float[] gain, float epsilon, CpuBuffer out, int from, int to);

    void siluMul(CpuBuffer gate, CpuBuffer up, int from, int to);

    void gelu(CpuBuffer x, int from, int to);

    void rotate(CpuBuffer x, int heads, CpuBuffer cos, CpuBuffer sin, int from, int to);
}
