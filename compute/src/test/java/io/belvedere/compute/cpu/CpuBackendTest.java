package io.belvedere.compute.cpu;

import io.belvedere.compute.Backend;
import io.belvedere.compute.BackendContract;
import io.belvedere.compute.DType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract, with every kernel set that this machine can run. */
@ParameterizedClass
@MethodSource("io.belvedere.compute.cpu.KernelChoiceTest#runnable")
class CpuBackendTest extends BackendContract {
    @Parameter
    KernelSetting setting;

    private @Nullable KernelSet kernels;

    @Override
    protected Backend backend(int threads) {
        return new CpuDevice(setting, threads).open();
    }

    @Override
    protected void round(DType type, float[] row) {
        products(type).round(row);
    }

    @Override
    protected void roundWeights(DType type, float[] row) {
        products(type).roundWeights(row);
    }

    private ProductKernels products(DType type) {
        if (kernels == null) {
            kernels = KernelChoice.choose(setting).kernels();
        }
        return kernels.products(type);
    }
}
