package io.belvedere.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.cpu.assembled.AssembledKernels;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelChoiceTest {
    /** The settings that name a kernel set of their own, as far as this machine can run them. */
    static List<KernelSetting> runnable() {
        return Stream.of(
                        KernelSetting.SCALAR,
                        KernelSetting.VECTOR_128,
                        KernelSetting.VECTOR_256,
                        KernelSetting.VECTOR_512,
                        KernelSetting.ASSEMBLED)
                .filter(KernelChoiceTest::runs)
                .toList();
    }

    private static boolean runs(KernelSetting setting) {
        try {
            return KernelChoice.choose(setting).kernels() != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Every processor that Java's vectors are made for has at least 128 bits. */
    @Test
    void theTestsCoverVectorKernels() {
        assertThat(runnable()).contains(KernelSetting.SCALAR, KernelSetting.VECTOR_128);
    }

    /** Else a mistake in them, which their trial finds, would just leave them out of all tests. */
    @Test
    void theTestsCoverAssembledKernelsWhereNothingIsInTheirWay() {
        assertThat(runnable().contains(KernelSetting.ASSEMBLED)).isEqualTo(AssembledKernels.obstacle() == null);
    }

    @Test
    void takesTheFastestByItself() {
        KernelChoice auto = KernelChoice.choose(KernelSetting.AUTO);
        KernelSetting fastest = runnable().getLast();
        assertThat(auto.kernels().name())
                .isEqualTo(KernelChoice.choose(fastest).kernels().name());
        if (fastest == KernelSetting.ASSEMBLED) {
            assertThat(auto.reason()).isEqualTo(auto.kernels().name());
        } else {
            assertThat(auto.reason()).contains("no assembled kernels, because ");
        }
    }

    @Test
    void takesTheWidestVectorsIfSet() {
        KernelSetting widest = runnable().stream()
                .filter(setting -> setting.bits() > 0)
                .toList()
                .getLast();
        assertThat(KernelChoice.choose(KernelSetting.VECTOR).reason())
                .isEqualTo(KernelChoice.choose(widest).reason());
    }

    @Test
    void withoutNativeAccessThereAreNoAssembledKernels() throws Exception {
        String[] flags = {"--add-modules", "jdk.incubator.vector", "--illegal-native-access=deny"};
        assertThat(report("auto", flags)).startsWith("vector kernels").contains("no assembled kernels, because ");
        assertThat(report("assembled", flags)).startsWith("IllegalStateException: kernels assembled can't run: ");
    }

    @ParameterizedTest
    @EnumSource
    void aSettingReadsAsItIsWritten(KernelSetting setting) {
        assertThat(KernelSetting.parse(setting.text())).isEqualTo(setting);
    }

    @Test
    void refusesAnUnknownSetting() {
        assertThatThrownBy(() -> KernelSetting.parse("fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vector-256")
                .hasMessageContaining("fast");
    }

    @Test
    void withoutTheModuleTheScalarKernelsRunAndTheReasonNamesTheFlag() throws Exception {
        assertThat(report("auto"))
                .startsWith("scalar kernels (many times slower); no vector kernels, because ")
                .contains("--add-modules jdk.incubator.vector");
        assertThat(report("vector")).startsWith("IllegalStateException").contains("--add-modules jdk.incubator.vector");
        assertThat(report("scalar")).contains("scalar kernels, as set");
    }

    @Test
    void withoutTheOptimisingCompilerTheReasonSaysSo() throws Exception {
        assertThat(report("auto", "-Xint", "--add-modules", "jdk.incubator.vector"))
                .contains("-Xint");
    }

    /** What a JVM without the flags of the tests says. */
    private static String report(String setting, String... flags) throws IOException, InterruptedException {
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(flags),
                        Stream.of("-cp", System.getProperty("java.class.path"), Report.class.getName(), setting))
                .flatMap(part -> part)
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(new File("/dev/null"))
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    static final class Report {
        public static void main(String[] arguments) {
            try {
                System.out.println(
                        KernelChoice.choose(KernelSetting.parse(arguments[0])).reason());
            } catch (IllegalStateException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }
}
