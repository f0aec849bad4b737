package io.belvedere.compute;

import static io.belvedere.compute.TestTensors.buffer;
import static io.belvedere.compute.TestTensors.normal;
import static io.belvedere.compute.TestTensors.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Sequences, the ways to send them through a backend, and plain loops that say what must come out. */
final class AttentionSamples {
    private AttentionSamples() {}

    /** One sequence's inputs: q (tokens, heads * headDim), k and v (tokens, kvHeads * headDim). */
    record Sequence(int tokens, int heads, int kvHeads, int headDim, float[] q, float[] k, float[] v) {
        static Sequence random(long seed, int tokens, int heads, int kvHeads, int headDim) {
            Random random = new Random(seed);
            return new Sequence(
                    tokens,
                    heads,
                    kvHeads,
                    headDim,
                    normal(random, tokens * heads * headDim),
                    normal(random, tokens * kvHeads * headDim),
                    normal(random, tokens * kvHeads * headDim));
        }

        int qWidth() {
            return heads * headDim;
        }

        int kvWidth() {
            return kvHeads * headDim;
        }
    }

    static float[] causal(Backend on, Sequence s, int blockTokens, int chunk) {
        return causal(on, s, blockTokens, chunk, KvType.F32);
    }

    /** Sends the sequence in chunks, in its second layer, through blocks in descending order. */
    static float[] causal(Backend on, Sequence s, int blockTokens, int chunk, KvType type) {
        int blocks = Math.ceilDiv(s.tokens, blockTokens);
        int[] table = new int[blocks];
        for (int i = 0; i < blocks; i++) {
            table[i] = blocks - i;
        }
        float[] result = new float[s.tokens * s.qWidth()];
        try (Workspace memory = on.workspace(Trace.NONE);
                KvPages kv = on.kvPages(new KvShape(2, s.kvHeads, s.headDim, blockTokens, type), blocks + 1)) {
            for (int start = 0; start < s.tokens; start += chunk) {
                int rows = Math.min(chunk, s.tokens - start);
                Buffer out = memory.buffer(rows, s.qWidth());
                on.attend(
                        part(on, memory, s.q, start, rows, s.qWidth()),
                        part(on, memory, s.k, start, rows, s.kvWidth()),
                        part(on, memory, s.v, start, rows, s.kvWidth()),
                        kv,
                        1,
                        List.of(new KvSpan(table, start, 0, rows)),
                        out);
                on.read(out, result, start * s.qWidth());
            }
        }
        return result;
    }

    private static Buffer part(Backend on, Workspace memory, float[] values, int start, int rows, int width) {
        Buffer buffer = memory.buffer(rows, width);
        on.write(values, start * width, buffer);
        return buffer;
    }

    static float[] spans(Backend on, Sequence s, int... bounds) {
        try (Workspace memory = on.workspace(Trace.NONE)) {
            Buffer out = memory.buffer(s.tokens, s.qWidth());
            on.attendSpans(
                    buffer(on, memory, s.tokens, s.qWidth(), s.q),
                    buffer(on, memory, s.tokens, s.qWidth(), s.k),
                    buffer(on, memory, s.tokens, s.qWidth(), s.v),
                    s.heads,
                    bounds,
                    out);
            return read(on, out);
        }
    }

    static float[] reference(Sequence s, boolean causal) {
        return reference(s, causal, 0);
    }

    /** From a row on; zeros before. */
    static float[] reference(Sequence s, boolean causal, int from) {
        float[] out = new float[s.tokens * s.qWidth()];
        for (int i = from; i < s.tokens; i++) {
            int visible = causal ? i + 1 : s.tokens;
            for (int head = 0; head < s.heads; head++) {
                int q = i * s.qWidth() + head * s.headDim;
                int kv = head / (s.heads / s.kvHeads) * s.headDim;
                double[] weights = new double[visible];
                for (int t = 0; t < visible; t++) {
                    for (int d = 0; d < s.headDim; d++) {
                        weights[t] += (double) s.q[q + d] * s.k[t * s.kvWidth() + kv + d];
                    }
                    weights[t] /= Math.sqrt(s.headDim);
                }
                double largest = Arrays.stream(weights).max().orElseThrow();
                double sum = 0;
                for (int t = 0; t < visible; t++) {
                    weights[t] = Math.exp(weights[t] - largest);
                    sum += weights[t];
                }
                for (int d = 0; d < s.headDim; d++) {
                    double mixed = 0;
                    for (int t = 0; t < visible; t++) {
                        mixed += weights[t] * s.v[t * s.kvWidth() + kv + d];
                    }
                    out[q + d] = (float) (mixed / sum);
                }
            }
        }
        return out;
    }

    /** Scores of size s are off by about s * 1e-7, which a softmax turns into relative errors of that size. */
    static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= 2e-5f)) {
                assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(2e-5f));
            }
        }
    }
}
