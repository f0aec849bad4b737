package io.belvedere.bench;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.DType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Weight;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.compute.quant.BlockFormat;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
 * The matrix product from three plain loops over a first vectorised version to today's vector and assembled kernels, on
 * one thread; each rung is first checked against the lowest. The default shape is small, so that the lowest rungs end;
 * {@code -p shape=256x2048x11008 -p rung=vector} is a prompt's feed-forward layer, {@code 1x2048x11008} a decoded
 * token's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class MatmulLadder {
    private static final String PLAIN_LOOPS = "plain-loops";
    private static final String FIRST = "first";

    @Param({PLAIN_LOOPS, "scalar", FIRST, "vector-128", "vector-256", "vector-512", "assembled"})
    public String rung = PLAIN_LOOPS;

    @Param("Q8_0")
    public DType type = DType.Q8_0;

    /** Rows x in x out. */
    @Param("64x2048x512")
    public String shape = "";

    private Samples.@Nullable Product sample;
    private float @Nullable [] weights;
    private float @Nullable [] result;
    private @Nullable FirstMatmul first;
    private @Nullable Prepared prepared;

    /** A rung of the backend. */
    private record Prepared(Backend backend, Workspace memory, Weight weight, Buffer x, Buffer out) {
        static Prepared of(Samples.Product sample, KernelSetting setting) {
            Backend backend = new CpuDevice(setting, 1).open();
            Workspace memory = backend.workspace(Trace.NONE);
            Buffer x = memory.buffer(sample.rows(), sample.in());
            backend.write(sample.x(), 0, x);
            Buffer out = memory.buffer(sample.rows(), sample.out());
            return new Prepared(backend, memory, backend.prepare(sample.tensor()), x, out);
        }

        void close() {
            memory.close();
            backend.close();
        }
    }

    @Setup(Level.Trial)
    public void prepare() {
        Samples.Product product = Samples.product(shape, type);
        sample = product;
        weights = BlockFormat.decode(product.tensor());
        result = new float[product.rows() * product.out()];
        first = rung.equals(FIRST) ? new FirstMatmul(product) : null;
        boolean backend = !rung.equals(PLAIN_LOOPS) && first == null;
        prepared = backend ? Prepared.of(product, KernelSetting.parse(rung)) : null;
        Object multiplied = multiply();
        if (multiplied instanceof float[] values) {
            result = values;
        }
        float[] expected = product.expected();
        if (prepared != null) {
            prepared.backend.read(prepared.out, result, 0);
            expected = product.expectedOf(prepared.weight);
        }
        Samples.check(result, expected, product.rounding());
    }

    @Benchmark
    public Object multiply() {
        if (prepared != null) {
            prepared.backend.matmul(prepared.x, prepared.weight, null, prepared.out);
            return prepared.out;
        }
        return first != null ? first.multiply() : plainLoops();
    }

    private float[] plainLoops() {
        Samples.Product product = Objects.requireNonNull(sample);
        float[] w = Objects.requireNonNull(weights);
        float[] y = Objects.requireNonNull(result);
        for (int i = 0; i < product.rows(); i++) {
            for (int o = 0; o < product.out(); o++) {
                float sum = 0;
                for (int k = 0; k < product.in(); k++) {
                    sum += product.x()[i * product.in() + k] * w[o * product.in() + k];
                }
                y[i * product.out() + o] = sum;
            }
        }
        return y;
    }

    @TearDown(Level.Trial)
    public void close() {
        if (prepared != null) {
            prepared.close();
        }
    }
}
