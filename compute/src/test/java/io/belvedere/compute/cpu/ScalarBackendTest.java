package io.belvedere.compute.cpu;

import io.belvedere.compute.Backend;
import io.belvedere.compute.BackendContract;

class ScalarBackendTest extends BackendContract {
    @Override
    protected Backend backend(int threads) {
        return CpuBackend.create(KernelSetting.SCALAR, threads);
    }
}
