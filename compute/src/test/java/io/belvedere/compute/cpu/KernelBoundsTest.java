package io.belvedere.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.TestTensors;
import io.belvedere.compute.Workers;
import io.belvedere.compute.cpu.system.GuardedMemory;
import io.belvedere.compute.cpu.system.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels touch nothing but their operands: each operand ends, or begins, at a page without access, and an access to it
 * ends the process and thereby the build. Assembled code is not checked by anybody else. The results are those from
 * ordinary memory, so nothing unwritten was used.
 */
@ParameterizedClass
@MethodSource("io.belvedere.compute.cpu.KernelChoiceTest#runnable")
class KernelBoundsTest {
    /** Rows of x that make tiles of every size, and several of them. */
    private static final int[] ALL_TILES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 25, 50};

    @Parameter
    KernelSetting setting;

    private final Workers workers = new Workers(1);
    private final Random random = new Random(19);
    private final RandomValues values = new RandomValues(random);
    private KernelSet kernels;

    @BeforeEach
    void choose() {
        String obstacle = Pages.obstacle();
        assumeTrue(obstacle == null, () -> "no guard pages: " + obstacle);
        kernels = KernelSetTest.chosen(setting);
    }

    @AfterEach
    void close() {
        workers.close();
    }

    /** An operation on operands in memory of a kind, whose result it returns. */
    private interface Operation {
        MemorySegment run(SegmentAllocator memory, Arena arena);
    }

    private void check(String name, Operation operation) {
        try (Arena arena = Arena.ofConfined()) {
            float[] expected = operation.run(arena, arena).toArray(ValueLayout.JAVA_FLOAT);
            for (GuardedMemory.Side side : GuardedMemory.Side.values()) {
                MemorySegment result = operation.run(new GuardedMemory(side, arena), arena);
                assertThat(result.toArray(ValueLayout.JAVA_FLOAT))
                        .as("%s, %s", name, side)
                        .isEqualTo(expected);
            }
        }
    }

    // ---- products

    @ParameterizedTest
    @EnumSource
    void products(DType type) {
        boolean floats = type.blockElements() == 1;
        boolean unchecked = setting == KernelSetting.ASSEMBLED; // Java checks the others' accesses
        for (int rows : unchecked ? ALL_TILES : new int[] {1, 2, 25}) {
            for (int outputs : unchecked ? new int[] {1, 15, 16, 31, 33, 50} : new int[] {1, 17, 50}) {
                int columns = floats ? values.size(80) : random.nextInt(1, 4) * type.blockElements();
                product(type, rows, columns, outputs);
            }
        }
        int columns = floats ? 4099 : 4096 + type.blockElements(); // in several steps
        product(type, 1, columns, 17);
        product(type, 14, columns, 17);
    }

    private void product(DType type, int rows, int columns, int outputs) {
        try (Arena inputs = Arena.ofConfined()) {
            Tensor tensor = values.stored(type, outputs, columns, inputs);
            float[] x = values.rows(rows, columns);
            float[] bias = random.nextBoolean() ? values.rows(1, outputs) : null;
            check(tensor.name() + " times " + rows + " rows", (memory, arena) -> {
                CpuBuffer in = buffer(memory, rows, columns, x);
                CpuBuffer out = new CpuBuffer(memory.allocate(4L * rows * outputs, 4), rows, outputs);
                CpuWeight offsets = bias == null ? null : bias(memory, bias, arena);
                CpuWeight weight = weight(memory, tensor, arena);
                new DirectProduct(weight, offsets, () -> new PackedRows(memory), random).run(in, out);
                return out.floats();
            });
        }
    }

    private CpuWeight weight(SegmentAllocator memory, Tensor tensor, Arena arena) {
        Tensor moved = new Tensor(tensor.name(), tensor.type(), tensor.shape(), copy(memory, tensor.bytes()));
        CpuWeight weight = CpuWeight.prepare(moved, kernels.products(tensor.type()), workers, scratch(memory), arena);
        MemorySegment laidOut = copy(memory, weight.laidOut());
        return new CpuWeight(
                weight.name(), weight.stored(), weight.products(), laidOut, weight.values(), weight.floats());
    }

    private CpuWeight bias(SegmentAllocator memory, float[] bias, Arena arena) {
        Tensor vector = Tensor.ofFloats("bias", Shape.of(bias.length), bias);
        CpuWeight weight = CpuWeight.prepare(vector, kernels.stored(), workers, scratch(memory), arena);
        MemorySegment floats = copy(memory, weight.floats());
        return new CpuWeight("bias", weight.stored(), weight.products(), weight.laidOut(), weight.values(), floats);
    }

    private static Scratch[] scratch(SegmentAllocator memory) {
        return new Scratch[] {new Scratch(memory)};
    }

    private static MemorySegment copy(SegmentAllocator memory, MemorySegment of) {
        return memory.allocate(of.byteSize(), 1).copyFrom(of);
    }

    private static CpuBuffer buffer(SegmentAllocator memory, int rows, int columns, float[] values) {
        return new CpuBuffer(copy(memory, MemorySegment.ofArray(values)), rows, columns);
    }

    // ---- other operations

    @Test
    void operationsOnRows() {
        for (int columns = 1; columns <= 70; columns++) {
            for (int rows = 1; rows <= 3; rows++) {
                rowWise(rows, columns);
            }
        }
    }

    private void rowWise(int rows, int columns) {
        String name = rows + "x" + columns;
        float[] first = values.rows(rows, columns);
        float[] second = values.rows(rows, columns);
        float[] gain = TestTensors.normal(random, columns);
        check("add " + name, (memory, _) -> {
            CpuBuffer into = buffer(memory, rows, columns, first);
            kernels.rows().add(buffer(memory, rows, columns, second), into, 0, rows);
            return into.floats();
        });
        check("rmsNorm " + name, (memory, _) -> {
            CpuBuffer out = new CpuBuffer(memory.allocate(4L * rows * columns, 4), rows, columns);
            kernels.rows().rmsNorm(buffer(memory, rows, columns, first), gain, 1e-6f, out, 0, rows);
            return out.floats();
        });
        check("siluMul " + name, (memory, _) -> {
            CpuBuffer gate = buffer(memory, rows, columns, first);
            kernels.rows().siluMul(gate, buffer(memory, rows, columns, second), 0, rows);
            return gate.floats();
        });
        check("gelu " + name, (memory, _) -> {
            CpuBuffer x = buffer(memory, rows, columns, first);
            kernels.rows().gelu(x, 0, rows);
            return x.floats();
        });
        check("rotate " + name, (memory, _) -> {
            CpuBuffer x = buffer(memory, rows, 4 * columns, values(rows, 4 * columns, first));
            CpuBuffer turns = buffer(memory, rows, columns, second);
            kernels.rows().rotate(x, 2, turns, turns, 0, rows);
            return x.floats();
        });
    }

    /** So many values, those given over and over. */
    private static float[] values(int rows, int columns, float[] repeated) {
        float[] all = new float[rows * columns];
        for (int i = 0; i < all.length; i++) {
            all[i] = repeated[i % repeated.length];
        }
        return all;
    }

    @Test
    void attention() {
        for (int headDim : new int[] {2, 16, 34, 80}) {
            for (int rows : new int[] {1, 3, 17, 70}) {
                attend(rows, 2, headDim, false);
                attend(rows, 2, headDim, true);
            }
        }
    }

    private void attend(int rows, int heads, int headDim, boolean causal) {
        int columns = heads * headDim;
        float[] x = TestTensors.normal(random, rows * columns);
        check("attention of " + rows + " rows, heads of " + headDim, (memory, _) -> {
            CpuBuffer q = buffer(memory, rows, columns, x);
            CpuBuffer k = buffer(memory, rows, columns, x);
            CpuBuffer v = buffer(memory, rows, columns, x);
            CpuBuffer out = new CpuBuffer(memory.allocate(4L * rows * columns, 4), rows, columns);
            KeyValues keyValues = new KeyValues.Rows(k, v, heads, 0);
            Attention attention = new Attention(q, heads, heads, keyValues, 0, rows, 0, causal, out);
            for (int head = 0; head < heads; head++) {
                for (int from = 0; from < rows; from += kernels.attention().queryBlock()) {
                    int to = Math.min(rows, from + kernels.attention().queryBlock());
                    kernels.attention().attend(attention, head, from, to, new Scratch());
                }
            }
            return out.floats();
        });
    }
}
