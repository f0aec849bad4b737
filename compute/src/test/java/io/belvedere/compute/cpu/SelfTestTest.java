package io.belvedere.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.DType;
import io.belvedere.compute.Device;
import io.belvedere.compute.KernelReport;
import io.belvedere.compute.SelfTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SelfTestTest {
    @ParameterizedTest
    @MethodSource("io.belvedere.compute.cpu.KernelChoiceTest#runnable")
    void everyKernelSetPassesAndTellsWhatItIs(KernelSetting setting) {
        Device device = new CpuDevice(setting, 2);
        KernelReport report = device.report();
        SelfTest test = device.selfTest(Duration.ofMillis(1));
        assertThat(report.device()).isEqualTo("CPU");
        assertThat(report.threads()).isEqualTo(2);
        assertThat(report.kernels()).contains("kernels");
        assertThat(report.describe()).isEqualTo("CPU, 2 threads, " + report.kernels());
        assertThat(report.vectorBits()).isEqualTo(setting == KernelSetting.ASSEMBLED ? 512 : setting.bits());
        assertThat(test.f32()).isPositive();
        assertThat(test.q8()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "Q8_0"})
    void kernelsThatComputeWronglyAreNamed(DType type) {
        KernelSet right = ScalarKernels.SET;
        KernelSet wrong = new KernelSet(
                "broken kernels",
                0,
                List.of(asked -> asked == type ? new Wrong() : null),
                right.stored(),
                right.attention(),
                right.rows(),
                right.reading());
        assertThatThrownBy(() -> KernelTrial.run(wrong, 1, Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broken kernels")
                .hasMessageContaining("1 rows with " + type + " weights is wrong at row 0, output 0");
    }

    /** Puts a NaN into the first element of a product. */
    private static final class Wrong implements ProductKernels {
        private final ProductKernels right = ScalarKernels.SET.stored();

        @Override
        public Blocking blocking(int rows, int columns) {
            return right.blocking(rows, columns);
        }

        @Override
        public void reserve(int rows, int columns, PackedRows packed) {
            right.reserve(rows, columns, packed);
        }

        @Override
        public void pack(CpuBuffer x, int column, int count, int from, int to, PackedRows packed) {
            right.pack(x, column, count, from, to, packed);
        }

        @Override
        public void multiply(Product product, int from, int to, Scratch scratch) {
            right.multiply(product, from, to, scratch);
            product.out().set(0, 0, Float.NaN);
        }
    }
}
