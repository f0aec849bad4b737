package io.belvedere.compute;

import static io.belvedere.compute.AttentionSamples.assertClose;
import static io.belvedere.compute.AttentionSamples.causal;
import static io.belvedere.compute.AttentionSamples.reference;
import static io.belvedere.compute.AttentionSamples.spans;
import static io.belvedere.compute.TestTensors.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.AttentionSamples.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every backend owes its callers in attention. */
public abstract class AttentionContract {
    /** A backend with its own threads. */
    protected abstract Backend backend(int threads);

    private Backend backend;
    private Workspace workspace;

    @BeforeEach
    void open() {
        backend = backend(2);
        workspace = backend.workspace(Trace.NONE);
    }

    @AfterEach
    void close() {
        workspace.close();
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 4, 16",
        "5, 4, 2, 8, 3",
        "17, 2, 1, 80, 16",
        "70, 16, 2, 128, 16",
        "130, 3, 3, 36, 32",
        "33, 8, 1, 15, 7"
    })
    void attendsCausally(int tokens, int heads, int kvHeads, int headDim, int blockTokens) {
        Sequence sequence = Sequence.random(1, tokens, heads, kvHeads, headDim);
        assertClose(causal(backend, sequence, blockTokens, tokens), reference(sequence, true));
    }

    @Test
    void aTokenAttendsTheSameHoweverThePromptIsCut() {
        Sequence sequence = Sequence.random(2, 101, 6, 2, 40);
        float[] whole = causal(backend, sequence, 16, 101);
        for (int chunk : new int[] {1, 7, 16, 50, 100}) {
            assertThat(causal(backend, sequence, 16, chunk))
                    .as("chunks of %d", chunk)
                    .isEqualTo(whole);
        }
        assertThat(causal(backend, sequence, 5, 33)).as("other blocks").isEqualTo(whole);
        try (Backend other = backend(5)) {
            assertThat(causal(other, sequence, 16, 101)).as("other threads").isEqualTo(whole);
        }
    }

    @Test
    void sequencesOfABatchAttendAsIfAlone() {
        Sequence a = Sequence.random(3, 40, 4, 2, 32);
        Sequence b = Sequence.random(4, 23, 4, 2, 32);
        Sequence c = Sequence.random(5, 9, 4, 2, 32);
        float[] together = interleaved(List.of(a, b, c), new int[][] {{30, 10, 5}, {1, 13, 9}, {9}});
        List<float[]> alone = new ArrayList<>();
        for (Sequence s : List.of(a, b, c)) {
            alone.add(causal(backend, s, 4, s.tokens()));
        }
        assertThat(together).isEqualTo(concat(alone));
    }

    /** Runs steps; step i sends {@code chunks[s][i]} tokens of sequence s, the last sequence first in the batch. */
    private float[] interleaved(List<Sequence> sequences, int[][] chunks) {
        int blockTokens = 4;
        int[] sent = new int[sequences.size()];
        List<float[]> results = new ArrayList<>();
        int[][] tables = new int[sequences.size()][];
        List<Integer> blocks = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
        Collections.shuffle(blocks, new Random(10));
        for (int s = 0; s < tables.length; s++) {
            Sequence sequence = sequences.get(s);
            results.add(new float[sequence.tokens() * sequence.qWidth()]);
            List<Integer> own = blocks.subList(0, Math.ceilDiv(sequence.tokens(), blockTokens));
            tables[s] = own.stream().mapToInt(Integer::intValue).toArray();
            own.clear();
        }
        KvShape shape = new KvShape(1, 2, 32, blockTokens, KvType.F32);
        try (KvPages kv = backend.kvPages(shape, 20)) {
            for (int step = 0; step < 3; step++) {
                List<KvSpan> spans = new ArrayList<>();
                List<float[]> q = new ArrayList<>();
                List<float[]> k = new ArrayList<>();
                List<float[]> v = new ArrayList<>();
                int row = 0;
                for (int s = tables.length - 1; s >= 0; s--) {
                    int rows = step < chunks[s].length ? chunks[s][step] : 0;
                    Sequence sequence = sequences.get(s);
                    rows = Math.min(rows, sequence.tokens() - sent[s]);
                    spans.add(new KvSpan(tables[s], sent[s], row, rows));
                    q.add(Arrays.copyOfRange(sequence.q(), sent[s] * 128, (sent[s] + rows) * 128));
                    k.add(Arrays.copyOfRange(sequence.k(), sent[s] * 64, (sent[s] + rows) * 64));
                    v.add(Arrays.copyOfRange(sequence.v(), sent[s] * 64, (sent[s] + rows) * 64));
                    row += rows;
                }
                Buffer out = workspace.buffer(row, 128);
                backend.attend(
                        buffer(backend, workspace, row, 128, concat(q)),
                        buffer(backend, workspace, row, 64, concat(k)),
                        buffer(backend, workspace, row, 64, concat(v)),
                        kv,
                        0,
                        spans,
                        out);
                for (KvSpan span : spans) {
                    int s = 0;
                    while (tables[s] != span.blocks()) {
                        s++;
                    }
                    if (span.rows() > 0) {
                        backend.read(out.rows(span.firstRow(), span.rows()), results.get(s), span.start() * 128);
                    }
                    sent[s] += span.rows();
                }
            }
        }
        for (int s = 0; s < sent.length; s++) {
            assertThat(sent[s]).isEqualTo(sequences.get(s).tokens());
        }
        return concat(results);
    }

    private static float[] concat(List<float[]> parts) {
        float[] whole = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 4", "6, 2, 80", "64, 3, 80", "65, 2, 16", "150, 1, 24", "200, 2, 13"})
    void attendsASpanInFull(int tokens, int heads, int headDim) {
        Sequence sequence = Sequence.random(6, tokens, heads, heads, headDim);
        assertClose(spans(backend, sequence, 0, tokens), reference(sequence, false));
    }

    @Test
    void aSpanAttendsAsIfAlone() {
        Sequence sequence = Sequence.random(7, 150, 2, 2, 80);
        int[] bounds = {0, 64, 64, 65, 128, 150};
        float[] together = spans(backend, sequence, bounds);
        for (int i = 0; i + 1 < bounds.length; i++) {
            int from = bounds[i];
            int tokens = bounds[i + 1] - from;
            if (tokens > 0) {
                Sequence alone = new Sequence(
                        tokens,
                        2,
                        2,
                        80,
                        slice(sequence.q(), from, tokens),
                        slice(sequence.k(), from, tokens),
                        slice(sequence.v(), from, tokens));
                assertThat(spans(backend, alone, 0, tokens)).isEqualTo(slice(together, from, tokens));
            }
        }
        try (Backend other = backend(5)) {
            assertThat(spans(other, sequence, bounds)).isEqualTo(together);
        }
    }

    private static float[] slice(float[] values, int from, int tokens) {
        return Arrays.copyOfRange(values, from * 160, (from + tokens) * 160);
    }

    @Test
    void largeScoresDoNotOverflow() {
        Sequence s = Sequence.random(8, 20, 1, 1, 16);
        float[] q = s.q().clone();
        for (int i = 0; i < q.length; i++) {
            q[i] *= 1000;
        }
        Sequence sharp = new Sequence(20, 1, 1, 16, q, s.k(), s.v());
        assertClose(spans(backend, sharp, 0, 20), reference(sharp, false));
        assertClose(causal(backend, sharp, 8, 20), reference(sharp, true));
    }

    @Test
    void aTokenDoesNotSeeLaterOnes() {
        Sequence s = Sequence.random(9, 30, 2, 1, 16);
        float[] clean = causal(backend, s, 16, 30);
        float[] k = s.k().clone();
        float[] v = s.v().clone();
        Arrays.fill(k, 29 * 16, 30 * 16, Float.NaN);
        Arrays.fill(v, 29 * 16, 30 * 16, Float.POSITIVE_INFINITY);
        float[] spoilt = causal(backend, new Sequence(30, 2, 1, 16, s.q(), k, v), 16, 30);
        assertThat(Arrays.copyOf(spoilt, 29 * 32)).isEqualTo(Arrays.copyOf(clean, 29 * 32));
    }

    @Test
    void refusesSpansThatDoNotFit() {
        KvPages kv = backend.kvPages(new KvShape(1, 1, 8, 4, KvType.F32), 3);
        Buffer x = workspace.buffer(4, 8);
        Buffer out = workspace.buffer(4, 8);
        KvSpan good = new KvSpan(new int[] {2}, 0, 0, 4);
        List<List<KvSpan>> bad = List.of(
                List.of(new KvSpan(new int[] {3}, 0, 0, 4)),
                List.of(new KvSpan(new int[] {2}, 1, 0, 4)),
                List.of(new KvSpan(new int[] {2, 1}, -1, 0, 4)),
                List.of(new KvSpan(new int[] {2}, 0, 1, 4)),
                List.of(good, new KvSpan(new int[] {1}, 0, 3, 1)));
        for (List<KvSpan> spans : bad) {
            assertThatThrownBy(() -> backend.attend(x, x, x, kv, 0, spans, out))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> backend.attend(x, x, x, kv, 1, List.of(good), out))
                .hasMessageContaining("layer");
        assertThatThrownBy(() -> backend.attendSpans(x, x, x, 1, new int[] {0, 3}, out))
                .hasMessageContaining("4");
        assertThatThrownBy(() -> backend.attendSpans(x, x, x, 3, new int[] {0, 4}, out))
                .hasMessageContaining("3 heads");
        kv.close();
    }
}
