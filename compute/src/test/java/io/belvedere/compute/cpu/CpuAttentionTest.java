package io.belvedere.compute.cpu;

import io.belvedere.compute.AttentionContract;
import io.belvedere.compute.Backend;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract, with every kernel set that this machine can run. */
@ParameterizedClass
@MethodSource("io.belvedere.compute.cpu.KernelChoiceTest#runnable")
class CpuAttentionTest extends AttentionContract {
    @Parameter
    KernelSetting setting;

    @Override
    protected Backend backend(int threads) {
        return new CpuDevice(setting, threads).open();
    }
}
