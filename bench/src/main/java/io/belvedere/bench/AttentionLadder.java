package io.belvedere.bench;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The vision encoder's attention from plain loops over a first vectorised version to today's kernels, on one thread;
 * each rung is first checked against the lowest.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class AttentionLadder {
    private static final String PLAIN_LOOPS = "plain-loops";
    private static final String TWO_PASSES = "two-passes";
    private static final int HEADS = 16;
    private static final int HEAD_DIM = 80;
    private static final int WIDTH = HEADS * HEAD_DIM;

    @Param({PLAIN_LOOPS, TWO_PASSES, "scalar", "vector-128", "vector-256", "vector-512"})
    public String rung = PLAIN_LOOPS;

    @Param("1024")
    public int patches = 1024;

    /** Patches that see one another. */
    @Param({"64", "1024"})
    public int window = 64;

    private float[] q = {};
    private float[] k = {};
    private float[] v = {};
    private float[] result = {};
    private @Nullable TwoPassAttention twoPasses;
    private @Nullable Prepared prepared;

    /** A rung of the backend. */
    private record Prepared(Backend backend, Workspace memory, Buffer q, Buffer k, Buffer v, int[] bounds, Buffer out) {
        void attend() {
            backend.attendSpans(q, k, v, HEADS, bounds, out);
        }

        void close() {
            memory.close();
            backend.close();
        }
    }

    @Setup(Level.Trial)
    public void prepare() {
        Random random = new Random(6);
        q = Samples.normal(random, patches * WIDTH);
        k = Samples.normal(random, patches * WIDTH);
        v = Samples.normal(random, patches * WIDTH);
        result = new float[patches * WIDTH];
        float[] expected = plainLoops().clone();
        twoPasses = new TwoPassAttention(q, k, v, WIDTH, HEAD_DIM, window, result);
        boolean backend = !rung.equals(PLAIN_LOOPS) && !rung.equals(TWO_PASSES);
        prepared = backend ? prepared(new CpuDevice(KernelSetting.parse(rung), 1).open()) : null;
        attend();
        if (prepared != null) {
            prepared.backend.read(prepared.out, result, 0);
        }
        Samples.check(result, expected, 1e-4);
    }

    private Prepared prepared(Backend backend) {
        Workspace memory = backend.workspace(Trace.NONE);
        int[] bounds = IntStream.rangeClosed(0, Math.ceilDiv(patches, window))
                .map(i -> Math.min(patches, i * window))
                .toArray();
        Buffer out = memory.buffer(patches, WIDTH);
        return new Prepared(
                backend,
                memory,
                filled(backend, memory, q),
                filled(backend, memory, k),
                filled(backend, memory, v),
                bounds,
                out);
    }

    private Buffer filled(Backend backend, Workspace memory, float[] values) {
        Buffer buffer = memory.buffer(patches, WIDTH);
        backend.write(values, 0, buffer);
        return buffer;
    }

    @Benchmark
    public Object attend() {
        if (prepared != null) {
            prepared.attend();
            return Objects.requireNonNull(prepared.out);
        }
        return rung.equals(TWO_PASSES) ? twoPasses() : plainLoops();
    }

    private float[] twoPasses() {
        for (int first = 0; first < patches; first += window) {
            Objects.requireNonNull(twoPasses).attend(first, Math.min(patches, first + window));
        }
        return result;
    }

    private float[] plainLoops() {
        for (int row = 0; row < patches; row++) {
            int first = row / window * window;
            int last = Math.min(patches, first + window);
            for (int head = 0; head < HEADS; head++) {
                plainHead(row * WIDTH + head * HEAD_DIM, first, last, head * HEAD_DIM);
            }
        }
        return result;
    }

    private void plainHead(int at, int first, int last, int column) {
        float[] weights = new float[last - first];
        float sum = 0;
        for (int t = first; t < last; t++) {
            float dot = 0;
            for (int d = 0; d < HEAD_DIM; d++) {
                dot += q[at + d] * k[t * WIDTH + column + d];
            }
            weights[t - first] = (float) Math.exp(dot / Math.sqrt(HEAD_DIM));
            sum += weights[t - first];
        }
        for (int d = 0; d < HEAD_DIM; d++) {
            float mixed = 0;
            for (int t = first; t < last; t++) {
                mixed += weights[t - first] * v[t * WIDTH + column + d];
            }
            result[at + d] = mixed / sum;
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        if (prepared != null) {
            prepared.close();
        }
    }
}
