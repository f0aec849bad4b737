package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.golden.Golden;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that is fast enough without it is computed without rounding activations, unless that is set. */
class SmallModelTest {
    @ParameterizedTest
    @CsvSource({"AUTO, EXACT", "EXACT, EXACT", "SCALAR, SCALAR"})
    void takesExactKernelsByItself(KernelSetting setting, KernelSetting expected) throws Exception {
        Path model = Golden.set().models("qwen2_5_vl").getFirst().folder();
        try (LocalEngine engine = LocalEngine.open(model, null, options(setting))) {
            assertThat(engine.kernels()).isEqualTo(new CpuDevice(expected, 1).report());
        }
    }

    private static EngineOptions options(KernelSetting setting) {
        return EngineOptions.builder(new CpuDevice(setting, 1)).build();
    }
}
