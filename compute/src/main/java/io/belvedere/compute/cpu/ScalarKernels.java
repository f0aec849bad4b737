package io.belvedere.compute.cpu;

import io.belvedere.compute.DType;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The plain loops: sums in double precision, one rounding at the end. What the other kernel sets are tested against. */
public final class ScalarKernels implements CpuKernels, ProductKernels {
    @Override
    public String describe() {
        return "scalar kernels";
    }

    @Override
    public int vectorBits() {
        return 0;
    }

    @Override
    public ProductKernels products(DType type) {
        return this;
    }

    @Override
    public ProductKernels storedProducts() {
        return this;
    }

    @Override
    public long read(MemorySegment memory) {
        long sum = 0;
        for (long at = 0; at < memory.byteSize(); at += Long.BYTES) {
            sum += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }

    /** Every step takes all columns, so that a sum is rounded once. */
    @Override
    public Blocking blocking(int rows, int columns) {
        return new Blocking(64, columns, 1, 64, 64, 1);
    }

    @Override
    public void reserve(int rows, int columns, PackedRows packed) {
        packed.reserveFloats(Math.multiplyExact(rows, columns));
    }

    @Override
    public void pack(CpuBuffer x, int column, int count, int from, int to, PackedRows packed) {
        for (int row = from; row < to; row++) {
            long offset = x.offset(row) + 4L * column;
            MemorySegment.copy(x.floats(), ValueLayout.JAVA_FLOAT, offset, packed.floats(), row * count, count);
        }
    }

    @Override
    public void multiply(Product product, int from, int to, Scratch scratch) {
        StoredMatrix weight = product.weight().stored();
        int columns = weight.columns();
        float[] row = scratch.floats(Scratch.Use.WEIGHTS, columns);
        for (int output = from; output < to; output++) {
            weight.decode(output, row);
            for (int i = 0; i < product.rows(); i++) {
                double sum = product.term(output);
                for (int k = 0; k < columns; k++) {
                    sum += (double) product.packed()[i * columns + k] * row[k];
                }
                product.out().set(i, output, (float) sum);
            }
        }
    }

    @Override
    public int queryBlock() {
        return 16;
    }

    /** A query's sums are rounded once: there are no parts. */
    @Override
    public int tokenPart() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int partFloats(int queries, int headDim) {
        throw noParts();
    }

    @Override
    public void attendPart(
            Attention attention, int kvHead, int from, int to, int part, float[] result, int at, Scratch scratch) {
        throw noParts();
    }

    @Override
    public void joinParts(
            Attention attention, int kvHead, int from, int to, float[] results, int at, int step, Scratch scratch) {
        throw noParts();
    }

    private static UnsupportedOperationException noParts() {
        return new UnsupportedOperationException("the scalar kernels attend whole");
    }

    @Override
    public void attend(Attention attention, int kvHead, int from, int to, Scratch scratch) {
        for (int query = from; query < to; query++) {
            int visible = attention.visible(query);
            float[] weights = scratch.floats(Scratch.Use.SCORES, visible);
            score(attention, kvHead, query, weights, scratch);
            double sum = softmax(weights, visible);
            mix(attention, kvHead, query, weights, sum, scratch);
        }
    }

    private static void score(Attention attention, int kvHead, int query, float[] scores, Scratch scratch) {
        KeyValues memory = attention.memory();
        long q = attention.offset(kvHead, query);
        double scale = 1 / Math.sqrt(attention.headDim());
        for (int token = 0; token < attention.visible(query); token++) {
            float[] key = stored(memory, memory.keys(token), memory.keyOffset(kvHead, token), attention, scratch);
            double dot = 0;
            for (int d = 0; d < attention.headDim(); d++) {
                dot += (double) at(attention.q().floats(), q, d) * key[d];
            }
            scores[token] = (float) (dot * scale);
        }
    }

    private static float[] stored(
            KeyValues memory, MemorySegment bytes, long offset, Attention attention, Scratch scratch) {
        int elements = memory.type().storedElements(attention.headDim());
        float[] row = scratch.floats(Scratch.Use.ROW, elements);
        BlockFormat.of(memory.type().elements()).decode(bytes, offset, row, 0, elements);
        return row;
    }

    /** Replaces the scores by their exponentials relative to the largest, and returns the sum of those. */
    private static double softmax(float[] scores, int count) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, scores[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            scores[i] = (float) Math.exp((double) scores[i] - largest);
            sum += scores[i];
        }
        return sum;
    }

    private static void mix(Attention attention, int kvHead, int query, float[] weights, double sum, Scratch scratch) {
        KeyValues memory = attention.memory();
        double[] mixed = new double[attention.headDim()];
        for (int token = 0; token < attention.visible(query); token++) {
            float[] value = stored(memory, memory.values(token), memory.valueOffset(kvHead, token), attention, scratch);
            for (int d = 0; d < mixed.length; d++) {
                mixed[d] += (double) weights[token] * value[d];
            }
        }
        long out = attention.offset(kvHead, query);
        for (int d = 0; d < mixed.length; d++) {
            attention.out().floats().set(ValueLayout.JAVA_FLOAT, out + 4L * d, (float) (mixed[d] / sum));
        }
    }

    private static float at(MemorySegment floats, long offset, int index) {
        return floats.get(ValueLayout.JAVA_FLOAT, offset + 4L * index);
    }

    @Override
    public void add(CpuBuffer x, CpuBuffer into, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int i = 0; i < x.columns(); i++) {
                into.set(row, i, into.get(row, i) + x.get(row, i));
            }
        }
    }

    @Override
    public void rmsNorm(CpuBuffer x, float[] gain, float epsilon, CpuBuffer out, int from, int to) {
        for (int row = from; row < to; row++) {
            double squares = 0;
            for (int i = 0; i < x.columns(); i++) {
                squares += (double) x.get(row, i) * x.get(row, i);
            }
            double scale = 1 / Math.sqrt(squares / x.columns() + epsilon);
            for (int i = 0; i < x.columns(); i++) {
                out.set(row, i, (float) (x.get(row, i) * scale * gain[i]));
            }
        }
    }

    @Override
    public void siluMul(CpuBuffer gate, CpuBuffer up, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int i = 0; i < gate.columns(); i++) {
                double z = gate.get(row, i);
                gate.set(row, i, (float) (z / (1 + Math.exp(-z)) * up.get(row, i)));
            }
        }
    }

    @Override
    public void gelu(CpuBuffer x, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int i = 0; i < x.columns(); i++) {
                double z = x.get(row, i);
                x.set(row, i, (float) (0.5 * z * (1 + Erf.erf(z / Math.sqrt(2)))));
            }
        }
    }

    @Override
    public void rotate(CpuBuffer x, int heads, CpuBuffer cos, CpuBuffer sin, int from, int to) {
        int half = cos.columns();
        for (int row = from; row < to; row++) {
            for (int head = 0; head < heads; head++) {
                int first = head * 2 * half;
                for (int i = 0; i < half; i++) {
                    double a = x.get(row, first + i);
                    double b = x.get(row, first + half + i);
                    x.set(row, first + i, (float) (a * cos.get(row, i) - b * sin.get(row, i)));
                    x.set(row, first + half + i, (float) (b * cos.get(row, i) + a * sin.get(row, i)));
                }
            }
        }
    }
}
