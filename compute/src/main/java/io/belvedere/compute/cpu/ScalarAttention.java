package io.belvedere.compute.cpu;

import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Attention in plain loops. */
final class ScalarAttention implements AttentionKernels {
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
}
