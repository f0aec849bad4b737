package io.belvedere.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.DType;
import io.belvedere.compute.KernelReport;
import io.belvedere.compute.SelfTest;
import io.belvedere.compute.Workers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SelfTestTest {
    @ParameterizedTest
    @MethodSource("io.belvedere.compute.cpu.KernelChoiceTest#runnable")
    void everyKernelSetPassesAndTellsWhatItIs(KernelSetting setting) {
        try (CpuBackend backend = CpuBackend.create(setting, 2)) {
            KernelReport report = backend.report();
            SelfTest test = backend.selfTest(1_000_000);
            assertThat(report.device()).isEqualTo("CPU");
            assertThat(report.threads()).isEqualTo(2);
            assertThat(report.kernels()).contains("kernels").isSubstringOf(backend.describe());
            assertThat(report.vectorBits()).isEqualTo(setting == KernelSetting.ASSEMBLED ? 512 : setting.bits());
            assertThat(test.f32()).isPositive();
            assertThat(test.q8()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "Q8_0"})
    void kernelsThatComputeWronglyAreNamed(DType type) {
        KernelChoice choice = new KernelChoice(wrongFor(type), "broken kernels");
        try (CpuBackend backend = new CpuBackend(choice, new Workers(1))) {
            assertThatThrownBy(() -> backend.selfTest(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("scalar kernels")
                    .hasMessageContaining("1 rows with " + type + " weights is wrong at row 0, output 0");
        }
    }

    /** Scalar kernels that put a NaN into the first element of a product with weights of one type. */
    private static CpuKernels wrongFor(DType type) {
        ScalarKernels right = new ScalarKernels();
        return (CpuKernels) Proxy.newProxyInstance(
                CpuKernels.class.getClassLoader(),
                new Class<?>[] {CpuKernels.class, ProductKernels.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(right, arguments);
                        if (method.getName().equals("multiply")
                                && arguments[0] instanceof Product product
                                && product.weight().type() == type) {
                            product.out().set(0, 0, Float.NaN);
                        }
                        return result == right ? proxy : result; // they are their products' kernels too
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
