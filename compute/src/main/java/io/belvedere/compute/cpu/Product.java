package io.belvedere.compute.cpu;

import org.jspecify.annotations.Nullable;

/**
 * {@code out = x · weightᵀ + bias} with x packed by the same kernel set.
 *
 * @param packed x (out.rows(), weight.columns())
 * @param bias (weight.rows())
 * @param out (n, weight.rows())
 */
public record Product(float[] packed, CpuWeight weight, float @Nullable [] bias, CpuBuffer out) {
    public int rows() {
        return out.rows();
    }
}
