package io.belvedere.compute.cpu.vector;

import io.belvedere.compute.cpu.KernelSet;
import java.util.List;
import java.util.function.Supplier;

/** The kernel set of this copy's vector width. */
public final class VectorKernels implements Supplier<KernelSet> {
    @Override
    public KernelSet get() {
        int bits = Lanes.F.vectorBitSize();
        return new KernelSet(
                "vector kernels, " + bits + " bits",
                bits,
                List.of(),
                new VectorProducts(),
                new VectorAttention(),
                new RowWise(),
                Reading::sum);
    }
}
