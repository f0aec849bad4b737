package io.belvedere.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CpuDeviceTest {
    @Test
    void byItselfItIsExactWithKernelsThatRoundNothing() {
        Device exact = new CpuDevice(KernelSetting.AUTO, 1).exact();
        assertThat(exact.report()).isEqualTo(new CpuDevice(KernelSetting.EXACT, 1).report());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatIsSetStays(KernelSetting setting) {
        Device device = new CpuDevice(setting, 1);
        assertThat(device.exact()).isSameAs(device);
    }

    @ParameterizedTest
    @MethodSource("io.belvedere.compute.cpu.KernelChoiceTest#runnable")
    void tellsHowFastMemoryIsRead(KernelSetting setting) {
        assertThat(new CpuDevice(setting, 2).readRate(16)).isPositive().isFinite();
    }

    @Test
    void knowsItsMemory() {
        assertThat(new CpuDevice(KernelSetting.SCALAR, 1).memoryBytes())
                .isGreaterThan(Runtime.getRuntime().totalMemory());
    }

    @Test
    void computesWithOneThreadAtLeast() {
        assertThatThrownBy(() -> new CpuDevice(KernelSetting.SCALAR, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads must be at least 1, given 0");
    }
}
