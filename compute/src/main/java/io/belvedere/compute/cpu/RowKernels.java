package io.belvedere.compute.cpu;

/**
 * Inner loops of operations on each row, or each element, by itself, over the rows {@code [from, to)}; each is run by
 * one thread, and shapes were checked by the caller. An element of the result comes out bit for bit the same whatever
 * the range and the thread.
 */
public interface RowKernels {
    void add(CpuBuffer x, CpuBuffer into, int from, int to);

    void rmsNorm(CpuBuffer x, float[] gain, float epsilon, CpuBuffer out, int from, int to);

    void siluMul(CpuBuffer gate, CpuBuffer up, int from, int to);

    void gelu(CpuBuffer x, int from, int to);

    void rotate(CpuBuffer x, int heads, CpuBuffer cos, CpuBuffer sin, int from, int to);
}
