package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import org.jspecify.annotations.Nullable;

/** Where kernels of products with matrices of some types come from. Thread-safe. */
@FunctionalInterface
public interface ProductSource {
    /** Those of a type, which may want its matrices laid out anew, or null if it has none; the same each time. */
    @Nullable
    ProductKernels of(DType type);
}
