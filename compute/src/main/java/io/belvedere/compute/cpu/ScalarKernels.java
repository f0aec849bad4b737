package io.belvedere.compute.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The plain loops: sums in double precision, one rounding at the end. What the other kernel sets are tested against.
 */
final class ScalarKernels {
    static final KernelSet SET = new KernelSet(
            "scalar kernels",
            0,
            List.of(),
            new ScalarProducts(),
            new ScalarAttention(),
            new ScalarRows(),
            ScalarKernels::read);

    private ScalarKernels() {}

    private static long read(MemorySegment memory) {
        long sum = 0;
        for (long at = 0; at < memory.byteSize(); at += Long.BYTES) {
            sum += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }
}
