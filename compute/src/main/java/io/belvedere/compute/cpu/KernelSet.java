package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import java.util.List;

/**
 * The inner loops that a backend runs.
 *
 * @param name for the log, such as {@code vector kernels, 512 bits}
 * @param vectorBits width of the vectors that do most of the work; 0 if there are none
 * @param sources of products with matrices, the fastest first
 * @param stored products with weights of any type, as they are stored; those of matrices too where no source has any
 */
public record KernelSet(
        String name,
        int vectorBits,
        List<ProductSource> sources,
        ProductKernels stored,
        AttentionKernels attention,
        RowKernels rows,
        MemoryReading reading) {
    public KernelSet {
        sources = List.copyOf(sources);
    }

    /** Those of products with matrices of a type: of the first source that has any. */
    ProductKernels products(DType type) {
        for (ProductSource source : sources) {
            ProductKernels products = source.of(type);
            if (products != null) {
                return products;
            }
        }
        return stored;
    }
}
