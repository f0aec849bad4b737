package io.belvedere.compute.cpu;

import org.jspecify.annotations.Nullable;

/**
 * A step of {@code out = x · weightᵀ + bias}: adds the products over a block of columns, the blocks coming in ascending
 * order. The first step replaces what is in {@code out}; the bias is added once.
 *
 * @param x the block's columns of x (n, count), packed by the same kernels
 * @param column the block's first column
 * @param count the block's columns
 * @param bias a vector (weight.rows())
 * @param out (n, weight.rows())
 */
public record Product(
        PackedRows x,
        CpuWeight weight,
        int column,
        int count,
        @Nullable CpuWeight bias,
        CpuBuffer out) {
    /** The packed columns of x, where the kernels pack into an array. */
    public float[] packed() {
        return x.floats();
    }

    public int rows() {
        return out.rows();
    }

    public boolean first() {
        return column == 0;
    }

    public boolean last() {
        return column + count == weight.columns();
    }

    /** The biases of all outputs if this is the last step, else null. */
    public float @Nullable [] terms() {
        return bias != null && last() ? bias.vector() : null;
    }

    /** The bias of an output if this is the last step, else 0. */
    public float term(int output) {
        return bias != null && last() ? bias.vector()[output] : 0;
    }
}
