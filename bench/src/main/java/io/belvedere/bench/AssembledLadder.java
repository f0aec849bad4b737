package io.belvedere.bench;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.DType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Weight;
import io.belvedere.compute.Workers;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.CpuBackend;
import io.belvedere.compute.cpu.KernelChoice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.compute.cpu.ProductKernels;
import io.belvedere.compute.quant.BlockFormat;
import java.util.Arrays;
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
 * Products of the types that have assembled kernels, beside the scalar twin and the vector kernels, on one thread. Each result is first checked against sums in
 * double precision over x as the rung rounds it: assembled kernels multiply quantised weights with x in 8 bits.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class AssembledLadder {
    @Param({"scalar", "vector", "assembled"})
    public String rung = "scalar";

    @Param({"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_K", "Q5_K", "Q6_K"})
    public DType type = DType.Q8_0;

    /** Rows x in x out: a prompt's part, a few streams together, one decoded token. */
    @Param({"64x2048x512", "4x2048x2048", "1x2048x2048"})
    public String shape = "";

    private @Nullable Prepared prepared;

    private record Prepared(Backend backend, Workspace memory, Weight weight, Buffer x, Buffer out) {
        void multiply() {
            backend.matmul(x, weight, null, out);
        }

        void close() {
            memory.close();
            backend.close();
        }
    }

    @Setup(Level.Trial)
    public void prepare() {
        Samples.Product product = Samples.product(shape, type);
        KernelChoice choice = KernelChoice.choose(KernelSetting.parse(rung));
        float[] expected = expected(product, choice.kernels().products(type));
        Backend backend = new CpuBackend(choice, new Workers(1));
        Workspace memory = backend.workspace(Trace.NONE);
        Buffer x = memory.buffer(product.rows(), product.in());
        backend.write(product.x(), 0, x);
        Buffer out = memory.buffer(product.rows(), product.out());
        prepared = new Prepared(backend, memory, backend.prepare(product.tensor()), x, out);
        multiply();
        float[] result = new float[expected.length];
        backend.read(out, result, 0);
        Samples.check(result, expected, product.rounding());
    }

    private static float[] expected(Samples.Product product, ProductKernels kernels) {
        float[] w = BlockFormat.decode(product.tensor());
        float[] expected = new float[product.rows() * product.out()];
        for (int i = 0; i < product.rows(); i++) {
            float[] x = Arrays.copyOfRange(product.x(), i * product.in(), (i + 1) * product.in());
            kernels.round(x);
            for (int o = 0; o < product.out(); o++) {
                double sum = 0;
                for (int k = 0; k < product.in(); k++) {
                    sum += (double) x[k] * w[o * product.in() + k];
                }
                expected[i * product.out() + o] = (float) sum;
            }
        }
        return expected;
    }

    @Benchmark
    public Buffer multiply() {
        Prepared product = Objects.requireNonNull(prepared);
        product.multiply();
        return product.out;
    }

    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(prepared).close();
    }
}
