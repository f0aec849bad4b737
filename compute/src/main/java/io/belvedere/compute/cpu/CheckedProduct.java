package io.belvedere.compute.cpu;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Weight;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * A product of random matrices that is compared, element by element, with a plain loop in double precision, and timed.
 *
 * @param x (rows, columns), in -1..1
 * @param weight (outputs, columns)
 */
record CheckedProduct(int rows, float[] x, Tensor weight) {
    /** Of an element, relative to the sum of its absolute products: for sums in F32 in any order. */
    private static final double TOLERANCE = 1e-5;

    /** Runs after which the loops are compiled, by experience. */
    private static final int COMPILED_AFTER = 200;

    private static final int BLOCK = 32;
    private static final ValueLayout.OfShort SCALE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static CheckedProduct ofFloats(int rows, Shape weight) {
        SplittableRandom random = new SplittableRandom(7);
        float[] x = floats(random, rows * weight.columns());
        float[] values = floats(random, Math.toIntExact(weight.elements()));
        return new CheckedProduct(rows, x, Tensor.ofFloats("self-test F32", weight, values));
    }

    /** With Q8_0 weights: random quants behind scales from 1/256 to 2/256. */
    static CheckedProduct ofBlocks(int rows, Shape weight) {
        SplittableRandom random = new SplittableRandom(8);
        float[] x = floats(random, rows * weight.columns());
        byte[] bytes = new byte[Math.toIntExact(DType.Q8_0.bytes(weight.elements()))];
        random.nextBytes(bytes);
        MemorySegment blocks = MemorySegment.ofArray(bytes);
        for (int at = 0; at < bytes.length; at += Short.BYTES + BLOCK) {
            blocks.set(SCALE, at, Float.floatToFloat16((1 + random.nextFloat()) / 256));
        }
        return new CheckedProduct(rows, x, new Tensor("self-test Q8_0", DType.Q8_0, weight, blocks));
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    /**
     * Runs for {@code budgetNanos}, on a busy machine for up to ten times that, and returns the rate of the fastest run
     * in 10^9 operations a second: the first runs are interpreted, others share their time with the compiler. A budget
     * of 0 is one run.
     *
     * @param kernels for the message
     * @throws IllegalStateException if an element is wrong
     */
    double run(Backend backend, String kernels, long budgetNanos) {
        Weight prepared = backend.prepare(weight);
        try (Workspace workspace = backend.workspace(Trace.NONE)) {
            Buffer in = workspace.buffer(rows, prepared.columns());
            Buffer out = workspace.buffer(rows, prepared.rows());
            backend.write(x, 0, in);
            long begun = System.nanoTime();
            long fastest = Long.MAX_VALUE;
            long end;
            int runs = 0;
            do {
                long start = System.nanoTime();
                backend.matmul(in, prepared, null, out);
                end = System.nanoTime();
                fastest = Math.min(fastest, end - start);
                runs++;
            } while (end - begun < budgetNanos || (runs < COMPILED_AFTER && end - begun < 10 * budgetNanos));
            float[] result = new float[rows * prepared.rows()];
            backend.read(out, result, 0);
            check(result, CpuWeight.of(prepared).products(), kernels);
            return 2.0 * rows * weight.shape().elements() / Math.max(1, fastest);
        }
    }

    private void check(float[] result, ProductKernels products, String kernels) {
        float[] weights = BlockFormat.decode(weight);
        int outputs = weight.shape().rows();
        int columns = weight.shape().columns();
        float[] rounded = new float[columns];
        for (int i = 0; i < result.length; i++) {
            int row = i / outputs;
            int output = i % outputs;
            if (output == 0) {
                System.arraycopy(x, row * columns, rounded, 0, columns);
                products.round(rounded);
            }
            double sum = 0;
            double size = 0;
            for (int k = 0; k < columns; k++) {
                double product = (double) rounded[k] * weights[output * columns + k];
                sum += product;
                size += Math.abs(product);
            }
            if (!(Math.abs(result[i] - sum) <= TOLERANCE * size)) {
                throw new IllegalStateException(
                        ("the self-test of the %s failed: a product of x in %d rows with %s weights is wrong at row %d,"
                                        + " output %d: %s, expected %s; choose other kernels")
                                .formatted(kernels, rows, weight.type(), row, output, result[i], (float) sum));
            }
        }
    }
}
