package io.belvedere.compute.cpu;

import static io.belvedere.compute.TestTensors.buffer;
import static io.belvedere.compute.TestTensors.read;
import static io.belvedere.compute.TestTensors.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products read every stored element as its {@link BlockFormat} does, bit for bit, at every width that this machine
 * has. Assembled kernels round.
 */
@ParameterizedClass
@MethodSource("exact")
class UnpackTest {
    @Parameter
    KernelSetting setting;

    static Stream<KernelSetting> exact() {
        return KernelChoiceTest.runnable().stream().filter(setting -> setting != KernelSetting.ASSEMBLED);
    }

    @ParameterizedTest
    @EnumSource
    void theIdentityTimesAWeightIsTheWeight(DType type) {
        int columns = 256;
        int rows = 20;
        Tensor tensor = stored(new Random(21), type, rows, columns);
        float[] identity = new float[columns * columns];
        for (int i = 0; i < columns; i++) {
            identity[i * columns + i] = 1;
        }
        float[] decoded = BlockFormat.decode(tensor);
        float[] transposed = new float[columns * rows];
        for (int i = 0; i < transposed.length; i++) {
            transposed[i] = decoded[i % rows * columns + i / rows] + 0f;
        }
        assertThat(product(tensor, columns, identity)).isEqualTo(transposed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void readsEveryHalf(int rows) {
        int columns = 64;
        MemorySegment bytes = Arena.ofAuto().allocate(2L * columns << 16, 64);
        for (int i = 0; i < columns << 16; i++) {
            bytes.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN), 2L * i, (short) (i / columns));
        }
        float[] ones = new float[rows * columns];
        Arrays.fill(ones, 1);
        float[] sums = new float[rows << 16];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = columns * Float.float16ToFloat((short) i) + 0f;
        }
        Tensor halves = new Tensor("halves", DType.F16, Shape.of(1 << 16, columns), bytes);
        assertThat(product(halves, rows, ones)).isEqualTo(sums);
    }

    private float[] product(Tensor tensor, int rows, float[] x) {
        try (Backend backend = new CpuDevice(setting, 1).open();
                Workspace memory = backend.workspace(Trace.NONE)) {
            Buffer in = buffer(backend, memory, rows, tensor.shape().columns(), x);
            Buffer out = memory.buffer(rows, tensor.shape().rows());
            backend.matmul(in, backend.prepare(tensor), null, out);
            return read(backend, out);
        }
    }
}
