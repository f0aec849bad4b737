package io.belvedere.compute.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.DType;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.TestTensors;
import io.belvedere.compute.Workers;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every kernel set owes: its scalar twin's results, whatever the shapes and the values. Attention has a contract
 * of its own.
 */
abstract class KernelSetContract {
    /** Random products of all sets that are not the twin itself, together. */
    private static final int PRODUCTS = 10_000;

    private static final int ROW_WISE = 400;

    /** Half a unit in the last place of F32, relative to a value. */
    private static final double ROUNDING = 0x1p-24;

    /** What factors and sums that are denormal may lose. */
    private static final double SMALLEST = 1e-36;

    private final KernelSet twin = ScalarKernels.SET;
    private final Workers workers = new Workers(1);
    private final Scratch[] scratch = {new Scratch()};
    private Random random;
    private RandomValues values;

    protected abstract KernelSet kernels();

    /** Kernel sets that are tested on this machine, the twin among them. */
    protected abstract int kernelSets();

    @BeforeEach
    void seed() {
        random = new Random(17);
        values = new RandomValues(random);
    }

    @AfterEach
    void close() {
        workers.close();
    }

    // ---- products

    @Test
    void multipliesAsItsTwin() {
        boolean same = kernels() == twin;
        int products = same ? 100 : PRODUCTS / (kernelSets() - 1) + 1;
        for (int i = 0; i < products; i++) {
            DType type = DType.values()[random.nextInt(DType.values().length)];
            switch (random.nextInt(100)) {
                case 0 -> multiply(type, random.nextInt(40, 801), columns(type, 300), values.size(12));
                case 1 -> multiply(type, values.size(6), columns(type, 6000), values.size(20));
                default -> multiply(type, values.size(40), columns(type, 600), values.size(100));
            }
        }
    }

    /** A random count that fills blocks, at most about {@code most}. */
    private int columns(DType type, int most) {
        return values.size(Math.max(2, most / type.blockElements())) * type.blockElements();
    }

    private void multiply(DType type, int rows, int columns, int outputs) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor tensor = values.stored(type, outputs, columns, arena);
            float[] x = values.rows(rows, columns);
            float[] bias = random.nextBoolean() ? values.rows(1, outputs) : null;
            ProductKernels products = kernels().products(type);
            float[] y = product(products, tensor, x, bias, arena);
            float[] weights = BlockFormat.decode(tensor);
            round(x, columns, products::round);
            round(weights, columns, products::roundWeights);
            Tensor decoded = Tensor.ofFloats(tensor.name(), tensor.shape(), weights);
            float[] expected = product(twin.products(DType.F32), decoded, x, bias, arena);
            for (int i = 0; i < y.length; i++) {
                int row = i / outputs;
                int output = i % outputs;
                double error = Math.abs(y[i] - expected[i]);
                if (error <= 4 * ROUNDING * Math.abs(expected[i])) {
                    continue; // the size is larger still
                }
                double size = bias == null ? 0 : Math.abs(bias[output]);
                for (int k = 0; k < columns; k++) {
                    size += Math.abs(x[row * columns + k] * weights[output * columns + k]);
                }
                if (!(error <= ROUNDING * (8 + Math.sqrt(columns)) * size + SMALLEST)) {
                    assertThat(y[i])
                            .as(
                                    "%s times %d rows, bias %s, row %d, output %d",
                                    tensor.name(), rows, bias != null, row, output)
                            .isEqualTo(expected[i]);
                }
            }
        }
    }

    private static void round(float[] x, int columns, Consumer<float[]> rounding) {
        float[] row = new float[columns];
        for (int at = 0; at < x.length; at += columns) {
            System.arraycopy(x, at, row, 0, columns);
            rounding.accept(row);
            System.arraycopy(row, 0, x, at, columns);
        }
    }

    private float[] product(ProductKernels products, Tensor tensor, float[] x, float[] bias, Arena arena) {
        CpuWeight weight = CpuWeight.prepare(tensor, products, workers, scratch, arena);
        CpuWeight offsets = bias == null
                ? null
                : CpuWeight.prepare(TestTensors.vector(bias), kernels().stored(), workers, scratch, arena);
        int rows = x.length / weight.columns();
        float[] unwritten = new float[rows * weight.rows()];
        Arrays.fill(unwritten, Float.NaN);
        CpuBuffer out = values.buffer(rows, weight.rows(), unwritten, arena);
        new DirectProduct(weight, offsets, PackedRows::new, random)
                .run(values.buffer(rows, weight.columns(), x, arena), out);
        return out.floats().toArray(ValueLayout.JAVA_FLOAT);
    }

    // ---- row by row

    /** An operation on rows {@code [from, to)} of a buffer, with another that it may read. */
    private interface RowWise {
        void run(RowKernels kernels, CpuBuffer into, CpuBuffer other, int from, int to);
    }

    /** How far an element of the result may be off. */
    private interface Room {
        double of(double before, double other, double result);
    }

    @Test
    void addsAsItsTwin() {
        check((kernels, into, x, from, to) -> kernels.add(x, into, from, to), (_, _, _) -> 0);
    }

    @Test
    void normalisesAsItsTwin() {
        float[] gain = TestTensors.normal(random, 1000);
        check(
                (kernels, into, x, from, to) -> kernels.rmsNorm(x, gain, 1e-6f, into, from, to),
                (_, _, result) -> 1e-6 * Math.abs(result) + SMALLEST);
        check(
                (kernels, into, _, from, to) -> kernels.rmsNorm(into, gain, 1e-6f, into, from, to),
                (_, _, result) -> 1e-6 * Math.abs(result) + SMALLEST);
    }

    @Test
    void gatesAsItsTwin() {
        check(
                (kernels, gate, up, from, to) -> kernels.siluMul(gate, up, from, to),
                (_, up, result) -> 6e-7 * Math.abs(result) + SMALLEST * Math.max(1, Math.abs(up)));
    }

    @Test
    void bendsAsItsTwin() {
        check((kernels, x, _, from, to) -> kernels.gelu(x, from, to), (z, _, _) -> 2e-7 * Math.max(1, Math.abs(z)));
    }

    @Test
    void rotatesAsItsTwin() {
        for (int i = 0; i < ROW_WISE; i++) {
            int heads = random.nextInt(1, 4);
            int half = values.size(70);
            int rows = random.nextInt(1, 7);
            int from = random.nextInt(rows);
            int to = random.nextInt(from, rows) + 1;
            float[] x = values.rows(rows, 2 * half * heads);
            try (Arena arena = Arena.ofConfined()) {
                CpuBuffer cos = values.buffer(rows, half, turns(rows * half), arena);
                CpuBuffer sin = values.buffer(rows, half, turns(rows * half), arena);
                CpuBuffer actual = values.buffer(rows, 2 * half * heads, x, arena);
                CpuBuffer expected = values.buffer(rows, 2 * half * heads, x, arena);
                kernels().rows().rotate(actual, heads, cos, sin, from, to);
                twin.rows().rotate(expected, heads, cos, sin, from, to);
                for (int at = 0; at < x.length; at++) {
                    int partner = at / half % 2 == 0 ? at + half : at - half;
                    boolean turned = at / (2 * half * heads) >= from && at / (2 * half * heads) < to;
                    double room = turned ? 3e-7 * (Math.abs(x[at]) + Math.abs(x[partner])) + SMALLEST : 0;
                    assertNear(actual, expected, at, room);
                }
            }
        }
    }

    private float[] turns(int count) {
        float[] turns = new float[count];
        for (int i = 0; i < count; i++) {
            turns[i] = random.nextFloat(-1, 1);
        }
        return turns;
    }

    /** Over random shapes, values and ranges of rows; the other rows must stay as they are. */
    private void check(RowWise operation, Room room) {
        for (int i = 0; i < ROW_WISE; i++) {
            int rows = random.nextInt(1, 7);
            int columns = values.size(400);
            int from = random.nextInt(rows);
            int to = random.nextInt(from, rows) + 1;
            float[] into = values.rows(rows, columns);
            float[] other = values.rows(rows, columns);
            try (Arena arena = Arena.ofConfined()) {
                CpuBuffer actual = values.buffer(rows, columns, into, arena);
                CpuBuffer expected = values.buffer(rows, columns, into, arena);
                CpuBuffer x = values.buffer(rows, columns, other, arena);
                operation.run(kernels().rows(), actual, x, from, to);
                operation.run(twin.rows(), expected, x, from, to);
                for (int at = 0; at < into.length; at++) {
                    boolean inRange = at / columns >= from && at / columns < to;
                    double result = expected.get(at / columns, at % columns);
                    assertNear(actual, expected, at, inRange ? room.of(into[at], other[at], result) : 0);
                }
            }
        }
    }

    private static void assertNear(CpuBuffer actual, CpuBuffer expected, int at, double room) {
        int row = at / actual.columns();
        int column = at % actual.columns();
        double error = Math.abs(actual.get(row, column) - expected.get(row, column));
        if (!(error <= room)) {
            assertThat(actual.get(row, column))
                    .as("row %d, column %d of %s", row, column, actual)
                    .isEqualTo(expected.get(row, column));
        }
    }
}
