package io.belvedere.compute.cpu;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Device;
import io.belvedere.compute.SelfTest;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Workers;
import java.time.Duration;

/** Products that show whether a kernel set computes rightly. */
final class KernelTrial {
    private KernelTrial() {}

    /**
     * As {@link Device#selfTest} says.
     *
     * @throws IllegalStateException if an element of a product is wrong
     */
    static SelfTest run(KernelSet kernels, int threads, Duration budget) {
        try (Backend backend = new CpuBackend(kernels, new Workers(threads))) {
            Shape small = Shape.of(26, 96);
            SelfTest single = run(backend, kernels.name(), 1, small, 0);
            SelfTest several = run(backend, kernels.name(), 5, small, 0);
            if (budget.isZero()) {
                return new SelfTest(Math.max(single.f32(), several.f32()), Math.max(single.q8(), several.q8()));
            }
            return run(backend, kernels.name(), 64, Shape.of(256, 512), budget.toNanos());
        }
    }

    private static SelfTest run(Backend backend, String kernels, int rows, Shape weight, long budgetNanos) {
        return new SelfTest(
                CheckedProduct.ofFloats(rows, weight).run(backend, kernels, budgetNanos),
                CheckedProduct.ofBlocks(rows, weight).run(backend, kernels, budgetNanos));
    }
}
