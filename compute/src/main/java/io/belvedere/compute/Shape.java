package io.belvedere.compute;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Extents of a tensor, slowest first: a linear layer's weight is {@code (out, in)}. Every extent is at least 1. */
public final class Shape {
    private final int[] extents;

    private Shape(int[] extents) {
        this.extents = extents;
    }

    /** @throws IllegalArgumentException if there is no extent or one is below 1 */
    public static Shape of(int... extents) {
        if (extents.length == 0 || Arrays.stream(extents).anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("not a shape: " + Arrays.toString(extents));
        }
        return new Shape(extents.clone());
    }

    public int rank() {
        return extents.length;
    }

    public int extent(int axis) {
        return extents[axis];
    }

    /** @throws ArithmeticException if the product overflows */
    public long elements() {
        long product = 1;
        for (int extent : extents) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }

    /** Rows of the matrix view: the first extent, or 1 for a vector. */
    public int rows() {
        return extents.length == 1 ? 1 : extents[0];
    }

    /** Columns of the matrix view: the product of all extents but the first, or a vector's length. */
    public int columns() {
        return Math.toIntExact(elements() / rows());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(extents, that.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** As {@code 1280x3x2x14x14}. */
    @Override
    public String toString() {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
