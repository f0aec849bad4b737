package io.belvedere.bench;

import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Weight;
import io.belvedere.compute.cpu.CpuWeight;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** Seeded inputs with the results that they must give. */
final class Samples {
    private Samples() {}

    /**
     * A product {@code x · wᵀ}.
     *
     * @param expected (rows, out), of the rows that were computed: the first and the last, with NaN between
     * @param rounding how far an output may be off
     */
    record Product(int rows, int in, int out, Tensor tensor, float[] x, float[] expected, double rounding) {
        /** The result for x and weights as the products of a prepared weight round them, if they do. */
        float[] expectedOf(Weight weight) {
            ProductKernels products = ((CpuWeight) weight).products();
            float[] decoded = BlockFormat.decode(tensor);
            float[] weights = rounded(decoded, in, products::roundWeights);
            Tensor rounded = Tensor.ofFloats(tensor.name(), tensor.shape(), weights);
            return Samples.expected(rounded(x, in, products::round), rounded, rows, in, out);
        }

        private static float[] rounded(float[] values, int columns, Consumer<float[]> rounding) {
            float[] all = values.clone();
            for (int at = 0; at < all.length; at += columns) {
                float[] row = Arrays.copyOfRange(all, at, at + columns);
                rounding.accept(row);
                System.arraycopy(row, 0, all, at, columns);
            }
            return all;
        }
    }

    /** @param shape {@code rows x in x out}, such as {@code 256x2048x11008} */
    static Product product(String shape, DType type) {
        int[] extents =
                Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
        int rows = extents[0];
        int in = extents[1];
        int out = extents[2];
        Random random = new Random(5);
        float[] x = normal(random, rows * in);
        Tensor tensor = stored(random, type, Shape.of(out, in));
        return new Product(rows, in, out, tensor, x, expected(x, tensor, rows, in, out), 1e-5 * in);
    }

    static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Random bytes, each block drawn again until its values are below 1. */
    private static Tensor stored(Random random, DType type, Shape shape) {
        BlockFormat format = BlockFormat.of(type);
        byte[] block = new byte[type.blockBytes()];
        float[] values = new float[type.blockElements()];
        MemorySegment bytes = Arena.ofAuto().allocate(type.bytes(shape.elements()), 64);
        for (long at = 0; at < bytes.byteSize(); at += block.length) {
            do {
                random.nextBytes(block);
                format.decodeBlock(MemorySegment.ofArray(block), 0, values, 0);
            } while (!allBelowOne(values));
            MemorySegment.copy(MemorySegment.ofArray(block), 0, bytes, at, block.length);
        }
        return new Tensor("sample", type, shape, bytes);
    }

    private static boolean allBelowOne(float[] values) {
        for (float value : values) {
            if (!(Math.abs(value) < 1)) {
                return false;
            }
        }
        return true;
    }

    private static float[] expected(float[] x, Tensor tensor, int rows, int in, int out) {
        float[] w = BlockFormat.decode(tensor);
        float[] expected = new float[rows * out];
        Arrays.fill(expected, Float.NaN);
        for (int row = 0; row < rows; row += Math.max(1, rows - 1)) {
            for (int o = 0; o < out; o++) {
                double sum = 0;
                for (int k = 0; k < in; k++) {
                    sum += (double) x[row * in + k] * w[o * in + k];
                }
                expected[row * out + o] = (float) sum;
            }
        }
        return expected;
    }

    /** @throws IllegalStateException if a value is further off than it may be; NaN expects nothing */
    static void check(float[] actual, float[] expected, double rounding) {
        for (int i = 0; i < expected.length; i++) {
            if (!Float.isNaN(expected[i]) && !(Math.abs(actual[i] - expected[i]) <= rounding)) {
                throw new IllegalStateException("element " + i + " is " + actual[i] + ", wanted " + expected[i]);
            }
        }
    }
}
