package io.belvedere.compute.cpu;

import io.belvedere.compute.Backend;
import io.belvedere.compute.BackendContract;
import io.belvedere.compute.DType;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract, with every kernel set that this machine can run. */
@ParameterizedClass
@MethodSource("io.belvedere.compute.cpu.KernelChoiceTest#runnable")
class CpuBackendTest extends BackendContract {
    @Parameter
    KernelSetting setting;

    @Override
    protected Backend backend(int threads) {
        return CpuBackend.create(setting, threads);
    }

    @Override
    protected void round(DType type, float[] row) {
        KernelChoice.choose(setting).kernels().products(type).round(row);
    }

    @Override
    protected void roundWeights(DType type, float[] row) {
        KernelChoice.choose(setting).kernels().products(type).roundWeights(row);
    }
}
