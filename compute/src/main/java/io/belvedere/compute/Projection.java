package io.belvedere.compute;

import org.jspecify.annotations.Nullable;

/**
 * A product with a weight: {@code out = x · weightᵀ + bias}.
 *
 * @param weight (out, in)
 * @param bias a vector (out), or none
 * @param out (n, out)
 */
public record Projection(Weight weight, @Nullable Weight bias, Buffer out) {}
