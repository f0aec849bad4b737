package io.belvedere.compute.cpu;

import io.belvedere.compute.AttentionContract;
import io.belvedere.compute.Backend;

class ScalarAttentionTest extends AttentionContract {
    @Override
    protected Backend backend(int threads) {
        return CpuBackend.create(KernelSetting.SCALAR, threads);
    }
}
