package io.belvedere.compute;

import static io.belvedere.compute.AttentionSamples.assertClose;
import static io.belvedere.compute.AttentionSamples.causal;
import static io.belvedere.compute.AttentionSamples.reference;
import static io.belvedere.compute.AttentionSamples.spans;
import static io.belvedere.compute.TestTensors.buffer;
import static io.belvedere.compute.TestTensors.normal;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.AttentionSamples.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every backend owes its callers in attention where kernels cut it: long sequences, stored types, extreme scores.
 */
public abstract class LongAttentionContract {
    /** A backend with its own threads. */
    protected abstract Backend backend(int threads);

    private Backend backend;

    @BeforeEach
    void open() {
        backend = backend(2);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({
        "F16, 70, 16, 2, 128, 16",
        "F16, 33, 4, 2, 15, 7",
        "F16, 300, 2, 1, 80, 16",
        "Q8_0, 70, 16, 2, 128, 16",
        "Q8_0, 33, 4, 2, 15, 7",
        "Q8_0, 300, 2, 1, 80, 16",
        "Q8_0, 40, 2, 2, 33, 5"
    })
    void attendsToTheRoundedKeysAndValues(
            KvType type, int tokens, int heads, int kvHeads, int headDim, int blockTokens) {
        Sequence s = Sequence.random(1, tokens, heads, kvHeads, headDim);
        Sequence rounded = new Sequence(
                tokens, heads, kvHeads, headDim, s.q(), rounded(s.k(), headDim, type), rounded(s.v(), headDim, type));
        assertClose(causal(backend, s, blockTokens, tokens, type), reference(rounded, true));
    }

    private static float[] rounded(float[] values, int headDim, KvType type) {
        float[] rounded = values.clone();
        int block = type == KvType.F16 ? 1 : 32;
        for (int head = 0; head < values.length; head += headDim) {
            for (int first = head; first < head + headDim; first += block) {
                int end = Math.min(head + headDim, first + block);
                double largest = 0;
                for (int i = first; i < end; i++) {
                    largest = Math.max(largest, Math.abs(values[i]));
                    rounded[i] = half(values[i]);
                }
                float scale = half((float) (largest / 127));
                for (int i = first; type == KvType.Q8_0 && i < end; i++) {
                    rounded[i] = scale * Math.clamp(Math.round(values[i] * (1 / scale)), -127, 127);
                }
            }
        }
        return rounded;
    }

    private static float half(float value) {
        return Float.float16ToFloat(Float.floatToFloat16(value));
    }

    @ParameterizedTest
    @EnumSource
    void aTokenAttendsTheSameHoweverThePromptIsCut(KvType type) {
        Sequence sequence = Sequence.random(2, 333, 6, 2, 40);
        float[] whole = causal(backend, sequence, 16, 333, type);
        for (int chunk : new int[] {1, 50, 64, 256}) {
            assertThat(causal(backend, sequence, 16, chunk, type))
                    .as("chunks of %d", chunk)
                    .isEqualTo(whole);
        }
        assertThat(causal(backend, sequence, 5, 90, type)).as("other blocks").isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void aTokenAttendsTheSameOnAnyNumberOfThreads(int threads) {
        Sequence sequence = Sequence.random(3, 700, 8, 2, 24);
        float[] whole = causal(backend, sequence, 16, 700, KvType.F16);
        try (Backend other = backend(threads)) {
            assertThat(causal(other, sequence, 16, 699, KvType.F16))
                    .as("one row last")
                    .isEqualTo(whole);
            assertThat(causal(other, sequence, 16, 300, KvType.F16))
                    .as("chunks")
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 15, 16, 17, 31, 33, 47, 48, 49, 63, 64, 65, 95, 97, 127, 129, 191, 193, 255, 256, 257, 513})
    void attendsAroundTheEdgesOfBlocks(int tokens) {
        Sequence sequence = Sequence.random(4, tokens, 2, 2, 12);
        assertClose(spans(backend, sequence, 0, tokens), reference(sequence, false));
        assertClose(causal(backend, sequence, 16, tokens), reference(sequence, true));
        Sequence shared = Sequence.random(5, tokens, 3, 1, 12);
        assertClose(causal(backend, shared, 16, tokens), reference(shared, true));
    }

    /** They are stored as many short sequences, in whose blocks a long one then finds its tokens. */
    @Test
    void attendsToTenThousandTokens() {
        int tokens = 10_000;
        Sequence s = Sequence.random(6, tokens, 2, 1, 8);
        int[] blocks = IntStream.range(0, tokens / 16).toArray();
        float[] last = new float[3 * 16];
        try (Workspace memory = backend.workspace(Trace.NONE);
                KvPages kv = backend.kvPages(new KvShape(1, 1, 8, 16, KvType.F32), blocks.length)) {
            List<KvSpan> shorts = Arrays.stream(blocks)
                    .mapToObj(block -> new KvSpan(new int[] {block}, 0, 16 * block, 16))
                    .toList();
            Buffer q = buffer(backend, memory, tokens, 16, s.q());
            Buffer k = buffer(backend, memory, tokens, 8, s.k());
            Buffer v = buffer(backend, memory, tokens, 8, s.v());
            Buffer out = memory.buffer(tokens, 16);
            backend.attend(q, k, v, kv, 0, shorts, out);
            int from = tokens - 3;
            List<KvSpan> spans = List.of(new KvSpan(blocks, from, 0, 3));
            backend.attend(q.rows(from, 3), k.rows(from, 3), v.rows(from, 3), kv, 0, spans, out.rows(from, 3));
            backend.read(out.rows(from, 3), last, 0);
        }
        assertClose(last, tail(reference(s, true, tokens - 3), last.length));
    }

    @Test
    void attendsALongSpanInFull() {
        Sequence s = Sequence.random(11, 3000, 1, 1, 3);
        assertClose(tail(spans(backend, s, 0, 3000), 30), tail(reference(s, false, 2990), 30));
    }

    private static float[] tail(float[] values, int count) {
        return Arrays.copyOfRange(values, values.length - count, values.length);
    }

    /** The largest score wins alone, however far above or below zero it lies. */
    @ParameterizedTest
    @CsvSource({"1e10, 1e4", "1e15, 1e15", "1e-3, 1e8"})
    void extremeScoresLeaveTheValueOfTheLargest(float query, float step) {
        int tokens = 300;
        float[] k = new float[tokens * 4];
        float[] q = new float[tokens * 4];
        for (int t = 0; t < tokens; t++) {
            k[4 * t] = step * (t - 150);
            q[4 * t] = query;
        }
        float[] v = normal(new Random(7), tokens * 4);
        Sequence rising = new Sequence(tokens, 1, 1, 4, q, k, v);
        assertThat(causal(backend, rising, 16, tokens)).isEqualTo(v);
        float[] all = spans(backend, rising, 0, tokens);
        for (int t = 0; t < tokens; t++) {
            assertThat(Arrays.copyOfRange(all, 4 * t, 4 * t + 4)).isEqualTo(tail(v, 4));
            q[4 * t] = -query;
        }
        float[] falling = causal(backend, new Sequence(tokens, 1, 1, 4, q, k, v), 16, tokens);
        for (int t = 0; t < tokens; t++) {
            assertThat(Arrays.copyOfRange(falling, 4 * t, 4 * t + 4)).isEqualTo(Arrays.copyOf(v, 4));
        }
    }

    @Test
    void equalScoresMixEvenly() {
        int tokens = 500;
        float[] q = new float[tokens * 4];
        float[] v = new float[tokens * 4];
        for (int i = 0; i < v.length; i++) {
            v[i] = i / 4 % 2;
        }
        float[] k = normal(new Random(8), tokens * 4);
        assertThat(spans(backend, new Sequence(tokens, 1, 1, 4, q, k, v), 0, tokens))
                .containsOnly(0.5f);
    }

    @Test
    void whatIsNotANumberStaysInItsOwnRow() {
        Sequence s = Sequence.random(9, 280, 4, 2, 16);
        float[] clean = causal(backend, s, 16, 280);
        float[] q = s.q().clone();
        Arrays.fill(q, 270 * 64 + 16, 270 * 64 + 32, Float.NaN);
        float[] spoilt = causal(backend, new Sequence(280, 4, 2, 16, q, s.k(), s.v()), 16, 280);
        Arrays.fill(clean, 270 * 64 + 16, 270 * 64 + 32, Float.NaN);
        assertThat(spoilt).isEqualTo(clean);
    }
}
